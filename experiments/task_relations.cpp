/// Reads and writes the relations of tasks.
#include "experiments/task_relations.hpp"

#include <fmt/format.h>

#include "experiments/toml_fields.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

void read_entry(TomlTable& row, std::size_t k, std::size_t l, TaskMatrix& matrix) {
  auto entry = row.table(task_names[l]);
  if (!entry) return;
  float value = 0;
  std::string reason;
  entry->require("value", value, Bounds{0, 1, "1"});
  if (entry->require("reason", reason) && reason.find_first_not_of(" \t\n") == std::string::npos) {
    entry->report(
        Rank::inconsistent, "reason",
        "is empty (an entry without a reason is nobody's judgement). Say why they clash or "
        "help.");
  }
  entry->close();
  if (k == l) {
    row.report(Rank::inconsistent, task_names[l],
               "pairs a task with itself (that is 0). Remove it.");
  } else if (matrix[l][k] != 0.0F) {
    row.report(
        Rank::inconsistent, task_names[l],
        fmt::format("stands here and under {} (an entry counts for both orders). Remove one.",
                    task_names[l]));
  } else {
    matrix[k][l] = matrix[l][k] = value;
  }
}

void read_matrix(TomlTable& relations, char const* name, TaskMatrix& matrix) {
  auto table = relations.require_table(name);
  if (!table) return;
  for (std::size_t k = 0; k < task_count; ++k) {
    auto row = table->table(task_names[k]);
    if (!row) continue;
    for (std::size_t l = 0; l < task_count; ++l) read_entry(*row, k, l, matrix);
    row->close();
  }
  table->close();
}

TomlValue write_matrix(TaskMatrix const& matrix, TomlValue const* read) {
  TomlValue result;
  for (std::size_t k = 0; k < task_count; ++k) {
    TomlValue row;
    for (std::size_t l = k + 1; l < task_count; ++l) {
      if (matrix[k][l] == 0.0F) continue;
      TomlValue entry;
      entry.put("value", toml_number(matrix[k][l]));
      for (auto const& [a, b] : {std::pair{k, l}, std::pair{l, k}}) {
        TomlValue const* from = read->find(task_names[a]);
        TomlValue const* given = from != nullptr ? from->find(task_names[b]) : nullptr;
        if (given != nullptr) entry.put("reason", *given->find("reason"));
      }
      row.put(task_names[l], std::move(entry));
    }
    if (!row.table().empty()) result.put(task_names[k], std::move(row));
  }
  return result;
}

}  // namespace

void read_task_relations(TomlTable& root, TaskMatrix& clash, TaskMatrix& synergy) {
  auto relations = root.require_table("task_relations");
  if (!relations) return;
  read_matrix(*relations, "clash", clash);
  read_matrix(*relations, "synergy", synergy);
  relations->close();
}

TomlValue write_task_relations(Cast const& cast, TomlValue const& read) {
  TomlValue result;
  TomlValue const* relations = read.find("task_relations");
  result.put("clash", write_matrix(cast.clash, relations->find("clash")));
  result.put("synergy", write_matrix(cast.synergy, relations->find("synergy")));
  return result;
}

}  // namespace disalign
