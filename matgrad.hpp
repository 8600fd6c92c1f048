#pragma once

/// All of matgrad.
#include "matgrad/autodiff/autodiff.hpp"
