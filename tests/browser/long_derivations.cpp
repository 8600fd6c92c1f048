#include "long_derivations.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

extern char** environ;

namespace matgrad::tests {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

void run(Words words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  int status = 0;
  if (posix_spawnp(&process, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0 ||
      waitpid(process, &status, 0) != process || status != 0)
    throw std::runtime_error("matgrad derive " + words[2] + " failed");
}

/// f(W₈ … f(W₁ X + b₁) … + b₈), by all weights and biases.
Words deep_net() {
  std::string formula = "X", shapes = "X=6x5,Y=6x5", weights;
  for (int layer = 1; layer <= 8; ++layer) {
    const std::string i = std::to_string(layer);
    formula = "tanh(W" + i + "*" + formula + " + columns(b" + i + ", X))";
    shapes += ",W" + i + "=6x6,b" + i + "=6";
    weights += (weights.empty() ? "W" : ",W") + i + ",b" + i;
  }
  return {"0.5*norm2(" + formula + " - Y)^2", "--shape", shapes, "--wrt", weights};
}

std::vector<std::pair<std::string, Words>> questions(const std::string& file) {
  const std::string covariance =
      "amplitude_of_the_kernel*input_locations*input_locations' + noise_variance_of_the_observations*eye(5)";
  return {
      {"deep_net", deep_net()},
      {"long_names",
       {"-0.5*logdet(" + covariance + ") - 0.5*tr(inv(" + covariance +
            ")*centred_observations*centred_observations')",
        "--shape",
        "input_locations=5x2,centred_observations=5x3,amplitude_of_the_kernel=1,"
        "noise_variance_of_the_observations=1"}},
      {"endless_names",
       {"sum((the_weights_of_the_first_layer_of_the_network_in_front*x + "
        "averyverylongnamewithoutanyunderscoresatallinsideofit).^2)",
        "--shape",
        "the_weights_of_the_first_layer_of_the_network_in_front=3x4,x=4,"
        "averyverylongnamewithoutanyunderscoresatallinsideofit=3"}},
      {"many_variables",
       {"sum(log(1 + exp(-(alpha*(A*x) + beta*(B*y) + gamma*(C*z) + delta*(D*u)).*(epsilon*v + zeta*w)))) + "
        "lambda*(norm2(A)^2 + norm2(B)^2 + norm2(C)^2 + norm2(D)^2)",
        "--shape",
        "A=4x3,B=4x5,C=4x2,D=4x6,x=3,y=5,z=2,u=6,v=4,w=4,alpha=1,beta=1,gamma=1,delta=1,epsilon=1,zeta=1,lambda="
        "1"}},
      {"matrix_valued",
       {"inv(A*X*B + transpose(C)*D*C + lambda*eye(4))*(A*X*B)*inv(A*X*B + transpose(C)*D*C + lambda*eye(4))",
        "--shape", "A=4x3,X=3x5,B=5x4,C=2x4,D=2x2,lambda=1"}},
      {"huge_numbers",
       {"123456789.123*norm2(A*x - 0.000000123456789*b)^2 + 987654321.987654*sum(exp(A*x))/(1.23456789e-12 + "
        "norm2(x)^2)",
        "--shape", "A=12x12,x=12,b=12"}},
      {"wide_matrix",
       {"norm2([1,2,3,4,5,6,7,8,9,10,11,12;1.25,2.5,3.125,4,5,6,7,8,9,10,11,12.0625]*x)^2", "--shape", "x=12"}},
      {"wide_quotients",
       {"sum(exp(A*x).*sin(B*x)./(1 + exp(A*x).*cos(B*x) + square(A*x + B*x)))/"
        "sqrt(1 + norm2(A*x)^2 + norm2(B*x)^2 + sum(exp(A*x + B*x)))",
        "--shape", "A=3x4,B=3x4,x=4"}},
      {"long_file_name", {"sum(exp(x).*C)", "--values", file}},
  };
}

}  // namespace

void write_long_derivations(const std::string& matgrad, const fs::path& folder) {
  fs::remove_all(folder);
  const fs::path data = folder / "values_of_the_variables_as_they_were_measured_in_the_second_run";
  fs::create_directories(data);
  const std::string file = (data / "a_file_of_values_that_has_a_name_without_any_place_for_a_break.json").string();
  std::ofstream(file) << R"({"x": [1, 2, 3]})";
  for (auto& [name, question] : questions(file)) {
    Words words = {matgrad, "derive"};
    words.insert(words.end(), question.begin(), question.end());
    words.insert(words.end(), {"--format", "html", "-o", (folder / (name + ".html")).string()});
    run(std::move(words));
  }
}

}  // namespace matgrad::tests
