#include <array>
#include <string_view>

#include "examples/report/index_page.hpp"
#include "pages/html_page.hpp"
#include "pages/prose.hpp"

namespace matgrad::examples {

using pages::html_document;
using pages::prose_to_html;

namespace {

struct Convention {
  const char* title;
  std::array<const char*, 3> paragraphs;  // prose; empty ones are left out
};

constexpr std::array conventions = {
    Convention{"Layout",
               {"A gradient has the shape of what it is taken with respect to: for $W$ of shape $m × n$, $∂L/∂W$ "
                "is $m × n$ too, and its entry $k, l$ is the derivative by $W_kl$. So $dL = ⟨∂L/∂W, dW⟩$, where "
                "$⟨A, B⟩ = tr(Aᵀ B)$ is the sum of the products of all entries.",
                "A Jacobian has a row for each output and a column for each input; matrices are read column by "
                "column.",
                ""}},
    Convention{"Columns and rows",
               {"Samples are columns, and a vector is a matrix with one column, unless a problem says otherwise: "
                "in problems 2 and 6 the samples are rows.",
                "A bias is added to every column of a batch; its gradient is then the sum over the columns.", ""}},
    Convention{"Signs of operation",
               {"A space is the matrix product; $A ∘ B$ is the product entry by entry, bracketed wherever both "
                "meet. $Aᵀ$ is the transpose, $A⁻¹$ the inverse, $tr(A)$ the trace and $log|A|$ the logarithm of "
                "the determinant.",
                "$‖A‖$ is the Euclidean norm of a vector and the Frobenius norm of a matrix. $σ(a)$ is the "
                "logistic function, entry by entry; so is $f(a)$ for a function left open, and $f′$ is its "
                "derivative.",
                "In index form, $x_k$ is an entry of a sample and $Σᵢ$ the sum over the samples."}},
    Convention{"One half, mean or sum",
               {"The squared errors of problems 1, 5 and 6 carry a factor $½$, so that $∂L/∂K = K$ for "
                "$L = ½‖K‖²$. They add up over the samples.",
                "The cross-entropy of problem 3 is the mean over the batch: its gradients carry $1 / B$.",
                "Weight decay is written $(λ / 2) ‖W‖²$, with the gradient $λ W$."}},
    Convention{"Paths",
               {"Where a variable is used more than once, each use is a path. The contribution of each path is "
                "found with the other uses held fixed, and the gradient is their sum. Pictures and derivations "
                "number the paths alike.",
                "", ""}},
    Convention{"Checks",
               {"Reference values were computed outside of this project, twice: by a closed form in NumPy and by "
                "the reverse mode of PyTorch, in double precision. A quantity agrees if the relative error, the "
                "greatest difference of two entries over the greatest entry, is at most $1e-10$.",
                "Finite differences take six values of the loss on both sides of a point, with a step chosen for "
                "each direction. A gradient passes at a relative error of at most $1e-8$; it fails above that and "
                "above ten times the uncertainty of the differences; else it is undecided.",
                "Entries are counted from 0."}}};

}  // namespace

std::string conventions_page() {
  std::string body = "<h1>Conventions</h1>\n";
  for (const Convention& convention : conventions) {
    body += "<section><h2>" + prose_to_html(convention.title) + "</h2>\n";
    for (const std::string_view paragraph : convention.paragraphs)
      if (!paragraph.empty()) body += "<p>" + prose_to_html(std::string(paragraph)) + "</p>\n";
    body += "</section>\n";
  }
  return html_document("Conventions", {{"index.html", "All questions"}}, body);
}

}  // namespace matgrad::examples
