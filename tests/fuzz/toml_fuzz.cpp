/// Fuzz target: the TOML reader, its printer, overlays and `--set`.
#include <cstdlib>
#include <string>

#include "experiments/toml.hpp"
#include "model/base/check.hpp"

using namespace disalign;

/// What was read and printed reads back and prints the same; a tree overlaid with itself stays as it is.
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  try {
    TomlValue const tree = parse_toml(text, "fuzz.toml");
    std::string const printed = to_text(tree);  // keys before tables, else in their order
    if (to_text(parse_toml(printed, "printed.toml")) != printed) std::abort();
    if (!same(merge(tree, tree), tree)) std::abort();
  } catch (Error const&) {  // refused with a message: what hostile input deserves
  }
  try {
    parse_assignment(text);
  } catch (Error const&) {
  }
  return 0;
}
