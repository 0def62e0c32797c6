/// JSON as commands print it.
#include "experiments/json_text.hpp"

#include <nlohmann/json.hpp>

namespace disalign {

std::string json_text(nlohmann::ordered_json const& value) {
  return value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace disalign
