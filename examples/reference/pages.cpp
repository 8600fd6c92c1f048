#include "examples/reference/pages.hpp"

#include "examples/reference/example.hpp"

namespace matgrad::examples {

const std::vector<ReferencePage>& reference_pages() {
  static const std::vector<ReferencePage> pages{
      {"elementwise", elementwise},
      {"special", special},
      {"activation", activation},
      {"products", products},
      {"solving", solving},
      {"decompositions", decompositions},
      {"spectra", spectra},
      {"norms", norms},
      {"shape", shape},
      {"selection", selection},
      {"reductions", reductions},
      {"losses", losses},
      {"random", random},
      {"derivatives", derivatives},
      {"running", running},
  };
  return pages;
}

}  // namespace matgrad::examples
