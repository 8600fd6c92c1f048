#include "cli/derivation_json.hpp"

#include <matgrad/autodiff/expression/print.hpp>

namespace matgrad::cli {
namespace {

Json line(const std::string& name, const Notation& formula, Shape shape) {
  return {{"name", name}, {"formula", to_text(formula)}, {"rows", shape.rows}, {"columns", shape.cols}};
}

Json rules(const std::vector<DerivativeRule>& all) {
  Json list = Json::array();
  for (const DerivativeRule& rule : all) list.push_back(to_text(rule));
  return list;
}

Json path_json(const DerivationPath& path) {
  return {{"use", to_text(path.use)}, {"formula", to_text(path.formula)}, {"rules", rules(path.rules)}};
}

Json variable_json(const VariableDerivation& variable) {
  Json json = line(variable.name, variable.closed_formula, variable.variable.shape());
  json["paths"] = Json::array();
  for (const DerivationPath& path : variable.paths) json["paths"].push_back(path_json(path));
  json["where"] = Json::object();
  for (const NamedPart& part : variable.where) json["where"][part.name] = to_text(part.formula);
  return json;
}

}  // namespace

Json to_json(const GradientCheck& check) {
  Json json;
  json["passed"] = check.passed();
  json["value"] = check.loss;
  json["variables"] = Json::array();
  for (const VariableCheck& v : check.variables)
    json["variables"].push_back({{"name", v.name},
                                 {"rows", v.shape.rows},
                                 {"columns", v.shape.cols},
                                 {"verdict", to_text(v.verdict)},
                                 {"worst", v.worst},
                                 {"gradient", v.given},
                                 {"differences", v.difference},
                                 {"relative_error", v.relative_error},
                                 {"uncertainty", v.uncertainty},
                                 {"kinks", v.kinks}});
  return json;
}

Json to_json(const Derivation& derivation) {
  Json json;
  json["loss"] = derivation.loss_name();
  json["forward"] = Json::array();
  for (const ForwardStep& step : derivation.steps())
    json["forward"].push_back(line(step.name, step.formula, step.node.shape()));
  json["backward"] = Json::array();
  for (const BackwardStep& step : derivation.adjoints()) {
    json["backward"].push_back(line(step.name, step.formula, step.node.shape()));
    json["backward"].back()["rules"] = rules(step.rules);
  }
  json["gradients"] = Json::array();
  for (const VariableDerivation& variable : derivation.variables())
    json["gradients"].push_back(variable_json(variable));
  if (derivation.check()) json["check"] = to_json(*derivation.check());
  return json;
}

}  // namespace matgrad::cli
