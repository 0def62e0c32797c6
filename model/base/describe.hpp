/// A parameter is declared here and nowhere else: name, member, unit, range, meaning, source.
///
/// A rule writes one `describe(self, visit)`; every reader of parameters is a visitor of it: the
/// scenario reader, `--set`, validation, the /parameters table of the output and the generated
/// documents. The default is the initialiser of the member.
///
///     static void describe(auto& self, auto& visit) {
///       visit.field("rate", self.rate, "1/week", 0, 1, "hazard of a fully supplied fighter", "assumed");
///     }
///
/// `visit.word(name, member, words, meaning, source)`: member is the index of one of `words`.
/// `visit.field(name, member, unit, low, high, meaning, source)`: member is float, int or bool;
/// low and high are inclusive bounds in the same unit; source is a tag of MODEL.md's evidence
/// ("F20", "prototype"), a citation, or the word "assumed".
#pragma once
#include <charconv>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace disalign {

/// One declared parameter as plain data, for tables and documents.
struct ParameterRow {
  std::string key;  ///< full key as in the scenario file: "desertion.rate"
  double value;
  std::string unit;
  double low, high;
  std::string meaning, source;
};

/// A float as the double of its shortest decimal form: 0.8F is 0.8, not 0.800000012.
inline double shortest(float value) {
  char text[32];
  auto const [end, failed] = std::to_chars(text, text + sizeof text, value);
  double result = static_cast<double>(value);
  if (failed == std::errc{}) std::from_chars(text, end, result);
  return result;
}
inline double shortest(int value) { return value; }
inline double shortest(bool value) { return value ? 1 : 0; }

/// The visitor that turns declarations into rows.
class ParameterRows {
 public:
  explicit ParameterRows(std::string table) : table_(std::move(table)) {}

  template <class T>
  void field(char const* name, T const& member, char const* unit, double low, double high,
             char const* meaning, char const* source) {
    rows.push_back({table_ + "." + name, shortest(member), unit, low, high, meaning, source});
  }

  void word(char const* name, int member, auto const& words, char const* meaning,
            char const* source) {
    std::string choices;
    for (char const* choice : words) choices += (choices.empty() ? "" : ", ") + std::string(choice);
    rows.push_back({table_ + "." + name, shortest(member), "word", 0,
                    static_cast<double>(std::size(words)) - 1,
                    std::string(meaning) + " (0, 1, ... are: " + choices + ")", source});
  }

  std::vector<ParameterRow> rows;

 private:
  std::string table_;
};

}  // namespace disalign
