#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/grade/written_forms.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad::grading {

/// One use of the variable, as derive names it, and what it contributes to the gradient.
struct Path {
  std::string use;    // "as the factor W of t₁ = Wᵀ W"
  bool as_transpose;  // the use is one of Wᵀ
  Expr contribution;
};

/// What is asked: ∂L/∂x, or what one path contributes to it; and everything that is true of it.
class Question {
 public:
  /// What the answer is: a gradient, or, of a formula y that is its own upstream node, the Jacobian ∂y/∂x with
  /// rows for the entries of y and columns for those of x, each column by column.
  enum class Form { gradient, jacobian };

  /// With `upstream` the adjoint of that node is free: a leaf. Then the loss may end there, in any shape. `path`
  /// counts from 1. Throws what derive throws, and Error for a path that does not exist.
  Question(const Expr& loss, const Expr& wrt, const std::optional<Expr>& upstream,
           const std::optional<std::size_t>& path, Form form = Form::gradient);

  const Expr& loss() const { return loss_; }
  const Expr& wrt() const { return wrt_; }
  Form form() const { return form_; }
  /// Of a right answer.
  Shape shape() const { return form_ == Form::jacobian ? truth_.shape() : wrt_.shape(); }
  /// The part of an answer or of the gradient that counts, for a variable with facts.
  Matrix<long double> counted_part(const Matrix<long double>& value) const;
  /// "∂L/∂W".
  const std::string& name() const { return name_; }
  std::string adjoint_name(std::string_view of) const { return "∂" + loss_name_ + "/∂" + std::string(of); }
  /// The right answer, tidy; names in it that are not the question's are among the definitions.
  const Expr& truth() const { return truth_; }
  /// The same as one may have written it.
  const WrittenForms& forms() const { return *forms_; }
  /// The names that are not the question's, and what they stand for: "t₁" and "Wᵀ W".
  const std::vector<std::pair<std::string, std::string>>& definitions() const { return definitions_; }
  /// All uses of the variable, in the order of derive; whichever of them is asked for.
  const std::vector<Path>& paths() const { return paths_; }
  const std::optional<std::size_t>& asked_path() const { return path_; }
  /// The node whose adjoint is free, and the leaf that stands for it.
  const std::optional<GivenAdjoint>& upstream() const { return upstream_; }

  /// The nodes of the loss, inputs before users.
  const Graph& graph() const { return graph_; }
  bool depends_on_variable(const Expr& node) const { return depends_[graph_.position(node)]; }
  /// ∂L/∂(node), unsimplified; none where L does not depend on it.
  std::optional<Expr> adjoint(const Expr& node) const;
  /// What `adjoint` at a node below the loss becomes at the variable.
  std::optional<Expr> pulled_back(const Expr& node, const Expr& adjoint) const;

 private:
  /// `parts`: the loss, the variable and the upstream node, if there is one, as they are differentiated.
  Question(const std::vector<Expr>& parts, const std::optional<std::size_t>& path, Form form);

  Adjoints sweep() const;
  void define_names(const Derivation& derivation);
  void ask_for_path(std::size_t path);
  void ask_for_jacobian();

  Expr loss_;
  Expr wrt_;
  std::optional<GivenAdjoint> upstream_;
  std::optional<std::size_t> path_;
  Form form_;
  Graph graph_;
  std::vector<bool> depends_;  // by position in the graph
  std::string loss_name_;
  std::string name_;
  std::vector<Path> paths_;
  Expr truth_;
  std::vector<std::pair<std::string, std::string>> definitions_;
  Adjoints adjoints_;
  std::optional<WrittenForms> forms_;
};

}  // namespace matgrad::grading
