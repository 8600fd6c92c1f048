#include "matgrad/autodiff/language/function_table.hpp"

#include <algorithm>
#include <map>

#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/language/similar_name.hpp"

namespace matgrad {
namespace {

using Entries = std::vector<const LanguageFunction*>;
using EntriesByName = std::map<std::string, Entries, std::less<>>;

EntriesByName by_name(const std::vector<LanguageFunction>& functions) {
  EntriesByName result;
  for (const LanguageFunction& function : functions)
    for (const std::string& name : function.names) result[name].push_back(&function);
  return result;
}

const EntriesByName& functions_by_name() {
  static const EntriesByName result = by_name(language_functions());
  return result;
}

const LanguageFunction* fitting(const Entries& entries, std::size_t inputs, std::size_t numbers) {
  for (const LanguageFunction* entry : entries) {
    const Signature& signature = entry->signature;
    if (signature.least_inputs <= inputs && inputs <= signature.most_inputs &&
        signature.least_numbers <= numbers && numbers <= signature.most_numbers)
      return entry;
  }
  return nullptr;
}

}  // namespace

const std::vector<LanguageFunction>& language_functions() {
  static const std::vector<LanguageFunction> all = [] {
    std::vector<LanguageFunction> list;
    for (auto part :
         {reducing_functions, entrywise_functions, activation_functions, matrix_functions, spectral_functions,
          decomposing_functions, filling_functions, rearranging_functions, selecting_functions}) {
      std::vector<LanguageFunction> functions = part();
      std::ranges::move(functions, std::back_inserter(list));
    }
    return list;
  }();
  return all;
}

const std::vector<LanguageFunction>& language_operators() {
  static const std::vector<LanguageFunction> all = operator_functions();
  return all;
}

bool is_language_function(std::string_view name) { return functions_by_name().contains(name); }

const LanguageFunction* find_function(std::string_view name, std::size_t inputs, std::size_t numbers) {
  const auto found = functions_by_name().find(name);
  return found == functions_by_name().end() ? nullptr : fitting(found->second, inputs, numbers);
}

const LanguageFunction& find_operator(std::string_view sign, std::size_t inputs, std::size_t numbers) {
  static const EntriesByName operators = by_name(language_operators());
  const auto found = operators.find(sign);
  const LanguageFunction* entry = found == operators.end() ? nullptr : fitting(found->second, inputs, numbers);
  if (entry == nullptr) throw Error("the text language has no operator " + std::string(sign));
  return *entry;
}

std::string similar_function(std::string_view name) {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [known, entries] : functions_by_name()) list.push_back(known);
    return list;
  }();
  return similar_name(name, names);
}

}  // namespace matgrad
