#pragma once

#include "examples/reference/example.hpp"

namespace matgrad::examples {

// One function and file for each page. In its file every public function has a marked example, whose output stands
// below it as comments.

void elementwise(Given& given, Show& show);
void special(Given& given, Show& show);
void activation(Given& given, Show& show);
void products(Given& given, Show& show);
void solving(Given& given, Show& show);
void decompositions(Given& given, Show& show);
void spectra(Given& given, Show& show);
void norms(Given& given, Show& show);
void shape(Given& given, Show& show);
void selection(Given& given, Show& show);
void reductions(Given& given, Show& show);
void losses(Given& given, Show& show);
void random(Given& given, Show& show);
void derivatives(Given& given, Show& show);
void running(Given& given, Show& show);

}  // namespace matgrad::examples
