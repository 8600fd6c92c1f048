#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include <matgrad/autodiff/derive/derivation.hpp>
#include <matgrad/autodiff/derive/derive.hpp>

#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using matgrad::tests::TiedAutoencoder;

TEST_CASE_FIXTURE(TiedAutoencoder, "the table of the check is no wider than a page: further columns stand below") {
  const LeafValues<> values{{W, Eigen::MatrixXd::Random(3, 6)}, {x, Eigen::MatrixXd::Random(6, 1)}};
  const Derivation derivation = checked(derive(L, {W, x}), values);
  std::istringstream latex(to_latex(derivation));
  int tables = 0;
  bool inside = false, heads_next = false;
  std::string heads;
  for (std::string line; std::getline(latex, line);) {
    if (line == "\\end{tabular}") inside = false;
    if (inside) CHECK(line.size() <= 90);
    if (inside && heads_next) heads += line;
    heads_next = line.starts_with("\\begin{tabular}");
    if (line.starts_with("\\begin{tabular}")) inside = true, ++tables;
  }
  CHECK(tables == 2);
  // Ten columns, of which the first stands in both tables.
  CHECK(std::count(heads.begin(), heads.end(), '&') == 9);
}
