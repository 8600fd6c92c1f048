#include "matgrad/autodiff/grade/prepared_question.hpp"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"
#include "matgrad/autodiff/show/equal_steps.hpp"

namespace matgrad::grading {
namespace {

/// The expressions of a question.
std::vector<Expr*> parts_of(PreparedQuestion& question) {
  std::vector<Expr*> parts{&question.loss, &question.wrt};
  if (question.options.upstream) parts.push_back(&*question.options.upstream);
  for (auto& [leaf, node] : question.options.adjoints) parts.push_back(&node);
  return parts;
}

std::vector<Expr> copies_of(const std::vector<Expr*>& parts) {
  std::vector<Expr> copies;
  for (const Expr* part : parts) copies.push_back(*part);
  return copies;
}

void rebuild(const std::vector<Expr*>& parts, const Replace& replace) {
  const std::vector<Expr> results = rebuilt(copies_of(parts), replace);
  for (std::size_t i = 0; i < parts.size(); ++i) *parts[i] = results[i];
}

void put_variables_for_random_leaves(PreparedQuestion& question) {
  std::vector<Expr*> parts = parts_of(question);
  parts.push_back(&question.answer);
  const Graph graph(copies_of(parts));
  const LeafNumbers random(graph);
  if (random.empty()) return;
  std::unordered_map<const Op*, Expr> variables;
  rebuild(parts, [&](const Expr& node, std::vector<Expr> inputs) {
    if (random.draw(node) == nullptr) return with_inputs(node, std::move(inputs));
    return variables.try_emplace(&node.op(), variable_like(std::string(node.op().name()), node)).first->second;
  });
}

void merge_equal_steps(PreparedQuestion& question) {
  std::vector<Expr> apart{question.wrt};
  if (question.options.upstream) apart.push_back(*question.options.upstream);
  rebuild(parts_of(question), merging_equal_steps(apart));
}

}  // namespace

PreparedQuestion prepared(const Expr& loss, const Expr& wrt, const Expr& answer, const GradeOptions& options) {
  PreparedQuestion question{loss, wrt, answer, options};
  put_variables_for_random_leaves(question);
  merge_equal_steps(question);
  return question;
}

}  // namespace matgrad::grading
