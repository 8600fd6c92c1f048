#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <matgrad/autodiff/kernels/kernels.hpp>
#include <unsupported/Eigen/SpecialFunctions>
#include <xsimd/xsimd.hpp>

#include <cmath>
#include <string>

#include "agreement.hpp"

namespace {

/// What is measured: the same function by matgrad's kernel, libm, Eigen and xsimd. The latter two are compiled for
/// this machine, the kernels are not.
template <class Scalar>
struct Arrays {
  Arrays(Eigen::Index size, double least, double greatest)
      : x((Eigen::ArrayXd::Random(size) * ((greatest - least) / 2) + (greatest + least) / 2).cast<Scalar>()),
        out(size) {}
  Eigen::Array<Scalar, Eigen::Dynamic, 1> x, out;
};

template <class F, class Scalar>
void by_libm(Arrays<Scalar>& arrays) {
  for (Eigen::Index i = 0; i < arrays.x.size(); ++i) arrays.out[i] = F::of_number(arrays.x[i]);
}

template <class F, class Scalar>
void by_eigen(Arrays<Scalar>& arrays) {
  arrays.out = F::of_array(arrays.x);
}

template <class F, class Scalar>
void by_xsimd(Arrays<Scalar>& arrays) {
  using Batch = xsimd::batch<Scalar>;
  constexpr auto width = static_cast<Eigen::Index>(Batch::size);
  const Scalar* x = arrays.x.data();
  Scalar* out = arrays.out.data();
  Eigen::Index i = 0;
  for (; i + width <= arrays.x.size(); i += width)
    F::of_batch(Batch::load_unaligned(x + i)).store_unaligned(out + i);
  for (; i < arrays.x.size(); ++i) out[i] = F::of_number(x[i]);
}

template <class F, class Scalar>
void by_matgrad(Arrays<Scalar>& arrays) {
  const auto kernel = matgrad::kernels<Scalar>().*F::template kernel<Scalar>;
  kernel(arrays.x.data(), arrays.out.data(), static_cast<std::size_t>(arrays.x.size()));
}

struct Exp {
  static constexpr const char* name = "exp";
  static constexpr double least = -5, greatest = 5;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::exp;
  static auto of_number(auto x) { return std::exp(x); }
  static auto of_array(const auto& x) { return x.exp(); }
  static auto of_batch(const auto& x) { return xsimd::exp(x); }
};
struct Expm1 {
  static constexpr const char* name = "expm1";
  static constexpr double least = -5, greatest = 5;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::expm1;
  static auto of_number(auto x) { return std::expm1(x); }
  static auto of_array(const auto& x) { return x.expm1(); }
  static auto of_batch(const auto& x) { return xsimd::expm1(x); }
};
struct Log {
  static constexpr const char* name = "log";
  static constexpr double least = 0.01, greatest = 100;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::log;
  static auto of_number(auto x) { return std::log(x); }
  static auto of_array(const auto& x) { return x.log(); }
  static auto of_batch(const auto& x) { return xsimd::log(x); }
};
struct Log1p {
  static constexpr const char* name = "log1p";
  static constexpr double least = -0.9, greatest = 10;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::log1p;
  static auto of_number(auto x) { return std::log1p(x); }
  static auto of_array(const auto& x) { return x.log1p(); }
  static auto of_batch(const auto& x) { return xsimd::log1p(x); }
};
struct Tanh {
  static constexpr const char* name = "tanh";
  static constexpr double least = -5, greatest = 5;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::tanh;
  static auto of_number(auto x) { return std::tanh(x); }
  static auto of_array(const auto& x) { return x.tanh(); }
  static auto of_batch(const auto& x) { return xsimd::tanh(x); }
};
struct Sin {
  static constexpr const char* name = "sin";
  static constexpr double least = -10, greatest = 10;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::sin;
  static auto of_number(auto x) { return std::sin(x); }
  static auto of_array(const auto& x) { return x.sin(); }
  static auto of_batch(const auto& x) { return xsimd::sin(x); }
};
struct Cos {
  static constexpr const char* name = "cos";
  static constexpr double least = -10, greatest = 10;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::cos;
  static auto of_number(auto x) { return std::cos(x); }
  static auto of_array(const auto& x) { return x.cos(); }
  static auto of_batch(const auto& x) { return xsimd::cos(x); }
};
struct Erf {
  static constexpr const char* name = "erf";
  static constexpr double least = -3, greatest = 3;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::erf;
  static auto of_number(auto x) { return std::erf(x); }
  static auto of_array(const auto& x) { return x.erf(); }
  static auto of_batch(const auto& x) { return xsimd::erf(x); }
};
struct Sigmoid {
  static constexpr const char* name = "sigmoid";
  static constexpr double least = -5, greatest = 5;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::sigmoid;
  static auto of_number(auto x) { return 1 / (1 + std::exp(-x)); }
  static auto of_array(const auto& x) { return x.logistic(); }
  static auto of_batch(const auto& x) { return 1 / (1 + xsimd::exp(-x)); }
};
struct Softplus {
  static constexpr const char* name = "softplus";
  static constexpr double least = -5, greatest = 5;
  template <class S>
  static constexpr auto kernel = &matgrad::Kernels<S>::softplus;
  static auto of_number(auto x) { return std::fmax(x, decltype(x)(0)) + std::log1p(std::exp(-std::abs(x))); }
  static auto of_array(const auto& x) { return x.cwiseMax(0) + (-x.abs()).exp().log1p(); }
  static auto of_batch(const auto& x) {
    return xsimd::max(x, decltype(x + x)(0)) + xsimd::log1p(xsimd::exp(-xsimd::abs(x)));
  }
};

template <class F, class Scalar>
void add(const char* who, void (*compute)(Arrays<Scalar>&)) {
  const std::string type = sizeof(Scalar) == 8 ? "double" : "float";
  const std::string name = std::string(F::name) + "<" + type + ">/" + who;
  benchmark::RegisterBenchmark(name.c_str(),
                               [compute](benchmark::State& state) {
                                 Arrays<Scalar> arrays(state.range(0), F::least, F::greatest);
                                 by_libm<F>(arrays);
                                 const auto expected = arrays.out;
                                 compute(arrays);
                                 if (!agree(arrays.out.matrix(), expected.matrix(), Scalar(1e-5)))
                                   state.SkipWithError("differs from libm");
                                 for (auto _ : state) {
                                   compute(arrays);
                                   benchmark::ClobberMemory();
                                 }
                               })
      ->Arg(4096)
      ->Arg(1'000'000);
}

template <class F, class Scalar>
void add_all() {
  add<F, Scalar>("matgrad", by_matgrad<F, Scalar>);
  add<F, Scalar>("libm", by_libm<F, Scalar>);
  add<F, Scalar>("eigen", by_eigen<F, Scalar>);
  add<F, Scalar>("xsimd", by_xsimd<F, Scalar>);
}

template <class... F>
bool add_functions() {
  (add_all<F, double>(), ...);
  (add_all<F, float>(), ...);
  return true;
}

const bool added = add_functions<Exp, Expm1, Log, Log1p, Tanh, Sin, Cos, Erf, Sigmoid, Softplus>();

}  // namespace
