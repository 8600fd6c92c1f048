#include <memory>

#include <matgrad/autodiff/language/function_table.hpp>
#include <matgrad/autodiff/show/text_table.hpp>

#include "cli/json_text.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

std::string other_names(const LanguageFunction& function) {
  std::string names;
  for (std::size_t i = 1; i < function.names.size(); ++i) names += (i == 1 ? "" : ", ") + function.names[i];
  return names;
}

struct FunctionsArguments {
  OutputOptions output;
};

Outcome listed(const FunctionsArguments& arguments) {
  if (arguments.output.format == "json") {
    Json list = Json::array();
    for (const LanguageFunction& function : language_functions())
      list.push_back(
          {{"names", function.names}, {"arguments", function.arguments}, {"description", function.description}});
    return {to_line(list)};
  }
  std::vector<std::vector<std::string>> rows;
  for (const LanguageFunction& function : language_functions()) {
    const std::string others = other_names(function);
    rows.push_back({function.names.front() + function.arguments,
                    function.description + (others.empty() ? "" : "; also " + others)});
  }
  return {text_table(rows)};
}

}  // namespace

void add_functions(CLI::App& app, Chosen& chosen) {
  CLI::App& verb = add_verb(app, "functions", "the functions that formulas may use", "functions | grep norm");
  const auto arguments = std::make_shared<FunctionsArguments>();
  add_output_options(verb, arguments->output, {"text", "json"});
  set_work(verb, chosen, arguments, listed);
}

}  // namespace matgrad::cli
