/// `disalign show`: the contents of a result file and its answer.
#include <fmt/format.h>

#include "experiments/answer.hpp"
#include "experiments/commands/commands.hpp"

namespace disalign {

int show_file(Arguments const& arguments) {
  Answer const answer = read_answer(arguments.file);
  if (arguments.json) {
    fmt::print("{}\n", answer_json(answer, arguments.file));
  } else {
    fmt::print("{}\n{}", contents_text(arguments.file), answer_text(answer, arguments.file));
  }
  return complete;
}

}  // namespace disalign
