/// `disalign documents`: writes the documents that are made from the declarations in the code.
#include "experiments/documents/documents.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "experiments/commands/commands.hpp"
#include "experiments/json_text.hpp"
#include "model/base/check.hpp"

namespace disalign {

int write_documents(Arguments const& arguments) {
  nlohmann::ordered_json written = nlohmann::ordered_json::array();
  for (Document const& document : make_documents(arguments.file)) {
    auto const path = arguments.file / document.file;
    std::ofstream output(path, std::ios::binary);
    output << document.text;
    if (!output.flush())
      throw Error(
          fmt::format("{}: cannot be written (no permission, or disk full?). Name a folder "
                      "that you may write to.",
                      path.string()));
    written.push_back(path.string());
    if (!arguments.json) fmt::print("{}\n", path.string());
  }
  if (arguments.json)
    fmt::print("{}\n", json_text(nlohmann::ordered_json{{"written", std::move(written)}}));
  return complete;
}

}  // namespace disalign
