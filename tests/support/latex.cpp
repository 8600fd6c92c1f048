#include "support/latex.hpp"

#include <cctype>
#include <set>
#include <vector>

namespace matgrad::tests {
namespace {

// In LaTeX itself or in amsmath.
const std::set<std::string, std::less<>> commands = {
    "alpha",   "beta",   "gamma",    "delta",        "varepsilon", "epsilon",  "zeta",
    "eta",     "theta",  "vartheta", "iota",         "kappa",      "lambda",   "mu",
    "nu",      "xi",     "pi",       "rho",          "sigma",      "varsigma", "tau",
    "upsilon", "varphi", "phi",      "chi",          "psi",        "omega",    "Gamma",
    "Delta",   "Theta",  "Lambda",   "Xi",           "Pi",         "Sigma",    "Upsilon",
    "Phi",     "Psi",    "Omega",    "ell",          "nabla",      "partial",  "infty",
    "dots",    "top",    "circ",     "prime",        "dagger",     "times",    "otimes",
    "oslash",  "cdot",   "ge",       "le",           "ne",         "approx",   "leftarrow",
    "to",      "mapsto", "in",       "propto",       "Rightarrow", "langle",   "rangle",
    "lvert",   "rvert",  "lVert",    "rVert",        "frac",       "tfrac",    "sqrt",
    "sum",     "mathrm", "mathbf",   "operatorname", "text",       "left",     "right",
    "quad",    "hat",    "bar",      "overline",     "tilde",      "dot",      "ddot",
    "check",   "breve",  "acute",    "vec",          "begin",      "end",      "textbackslash",
    "arg",     "cos",    "cosh",     "cot",          "det",        "dim",      "exp",
    "ker",     "ln",     "log",      "max",          "min",        "sin",      "sinh",
    "tan",     "tanh",   "lim"};

struct Group {
  std::string closing;                          // what ends it
  bool subscript = false, superscript = false;  // of the last base in it
};

class Checker {
 public:
  explicit Checker(std::string_view text) : rest_(text) {}

  std::string fault() {
    groups_.push_back({""});
    while (!rest_.empty()) {
      const std::string_view before = rest_;
      if (const std::string found = step(); !found.empty())
        return found + " at \"" + std::string(before.substr(0, 30)) + "\"";
    }
    return groups_.size() == 1 ? "" : "\"" + groups_.back().closing + "\" is missing";
  }

 private:
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  void base() { groups_.back().subscript = groups_.back().superscript = false; }
  void open(std::string closing) { groups_.push_back({std::move(closing)}); }
  std::string close(const std::string& closing) {
    if (groups_.back().closing != closing)
      return "\"" + groups_.back().closing + "\" should come before \"" + closing + "\"";
    groups_.pop_back();
    return "";
  }

  std::string script(bool& taken, const char* which) {
    if (taken) return std::string("two ") + which;
    taken = true;
    if (!take("{")) return "a script without braces";
    if (rest_.starts_with("}")) return "an empty script";
    const std::size_t depth = groups_.size();
    open("}");
    while (!rest_.empty() && groups_.size() > depth)
      if (const std::string found = step(); !found.empty()) return found;
    return "";
  }

  std::string step() {
    const char c = rest_[0];
    if (static_cast<unsigned char>(c) >= 0x80) return "a character outside of ASCII";
    if (c == '\\') return command();
    rest_.remove_prefix(1);
    switch (c) {
      case ' ':
        return "";
      case '{':
        base();
        open("}");
        return "";
      case '}':
        return close("}");
      case '_':
        return script(groups_.back().subscript, "subscripts");
      case '^':
        return script(groups_.back().superscript, "superscripts");
      case '&':
        base();
        return groups_.back().closing == "bmatrix" ? "" : "& outside of a matrix";
      case '$':
      case '#':
      case '%':
      case '~':
        return "a special character";
      default:
        base();
        return "";
    }
  }

  std::string command() {
    take("\\");
    if (rest_.empty()) return "a lone backslash";
    if (std::isalpha(static_cast<unsigned char>(rest_[0])) == 0) {
      base();
      const char c = rest_[0];
      rest_.remove_prefix(1);
      return std::string_view("\\,;{}_&%#$ ").find(c) != std::string_view::npos ? "" : "an unknown command";
    }
    std::size_t length = 0;
    while (length < rest_.size() && std::isalpha(static_cast<unsigned char>(rest_[length])) != 0) ++length;
    const std::string name(rest_.substr(0, length));
    rest_.remove_prefix(length);
    if (!commands.contains(name)) return "an unknown command " + name;
    const bool superscript_of_base = name == "right";
    if (!superscript_of_base) base();
    if (name == "left") {
      open("\\right");
      return delimiter();
    }
    if (name == "right") {
      if (const std::string found = close("\\right"); !found.empty()) return found;
      base();
      return delimiter();
    }
    if (name == "begin") {
      if (!take("{bmatrix}")) return "an unknown environment";
      open("bmatrix");
      return "";
    }
    if (name == "end") return take("{bmatrix}") ? close("bmatrix") : "an unknown environment";
    const int arguments = name == "frac" || name == "tfrac" ? 2 : takes_argument(name) ? 1 : 0;
    for (int i = 0; i < arguments; ++i) {
      if (!take("{")) return name + " without argument";
      const std::size_t depth = groups_.size();
      open("}");
      while (!rest_.empty() && groups_.size() > depth)
        if (const std::string found = step(); !found.empty()) return found;
    }
    if (arguments > 0) base();
    return "";
  }

  static bool takes_argument(const std::string& name) {
    static const std::set<std::string, std::less<>> with_argument = {
        "sqrt",  "mathrm", "mathbf", "operatorname", "text",  "hat",   "bar", "overline",
        "tilde", "dot",    "ddot",   "check",        "breve", "acute", "vec"};
    return with_argument.contains(name);
  }

  std::string delimiter() {
    for (const char* known :
         {"(", ")", "[", "]", "\\{", "\\}", "\\lvert", "\\rvert", "\\lVert", "\\rVert", "\\langle", "\\rangle"})
      if (take(known)) return "";
    return "no delimiter";
  }

  std::string_view rest_;
  std::vector<Group> groups_;
};

}  // namespace

std::string latex_fault(std::string_view text) { return Checker(text).fault(); }

}  // namespace matgrad::tests
