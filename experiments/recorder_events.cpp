/// The recorder's logs: events as they happened, as an observer lists them, and deployments.
#include <algorithm>
#include <span>

#include "experiments/event_log.hpp"
#include "experiments/recorder.hpp"
#include "experiments/recorder_parts.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;
using recorder::counting;
using recorder::Log;
using recorder::logs;

namespace {

template <class Row>
void make_columns(hdf5::File& file, Log const& log, std::string const& start_date,
                  std::vector<LogColumn<Row>> const& columns) {
  file.variable(
      Description{
          .name = std::string(log.group) + "/run", .units = "1", .long_name = "row in /runs"},
      Type::int32, {log.row});
  for (auto const& column : columns) {
    bool const date = std::string(column.unit) == "days since";
    Description about{.name = std::string(log.group) + "/" + column.name,
                      .units = date ? "days since " + start_date : column.unit,
                      .long_name = column.meaning};
    if (date) about.attributes = {{"calendar", std::string("standard")}};
    file.variable(about, column.whole ? Type::int32 : Type::float32, {log.row});
  }
}

/// Rows of a block of runs, ready to be appended.
template <class Row>
struct Rows {
  std::vector<std::int64_t> starts, counts;
  std::vector<std::int32_t> run;
  std::vector<LogContext const*> context;  ///< of the world in which the row happened
  std::vector<Row> rows;
};

/// `make(run, rows)` appends the rows of one run.
template <class Row>
Rows<Row> collect(std::span<FinishedRun const> block, std::int64_t first_row, int first_run,
                  std::vector<LogContext> const& contexts, auto&& make) {
  Rows<Row> all;
  for (std::size_t k = 0; k < block.size(); ++k) {
    std::size_t const before = all.rows.size();
    make(block[k].record, all.rows);
    all.starts.push_back(first_row + static_cast<std::int64_t>(before));
    all.counts.push_back(static_cast<std::int64_t>(all.rows.size() - before));
    all.run.resize(all.rows.size(), first_run + static_cast<int>(k));
    all.context.resize(all.rows.size(), &contexts[static_cast<std::size_t>(block[k].point)]);
  }
  return all;
}

template <class Row>
void append(hdf5::File& file, Log const& log, std::uint64_t& written, std::size_t first_run,
            Rows<Row> const& all, std::vector<LogColumn<Row>> const& columns) {
  std::string const counts = std::string("runs/") + log.row;
  file.write(counts + "_start", {first_run}, {all.starts.size()}, all.starts);
  file.write(counts + "_count", {first_run}, {all.counts.size()}, all.counts);
  if (all.rows.empty()) return;
  std::string const group = std::string(log.group) + "/";
  hdf5::Shape const from{written};
  hdf5::Shape const size{all.rows.size()};
  file.extend(group + log.row, written + all.rows.size());
  file.write(group + log.row, from, size,
             counting(static_cast<int>(all.rows.size()), 1, static_cast<int>(written)));
  file.write(group + "run", from, size, all.run);
  for (auto const& column : columns) {
    auto const fill = [&]<class T>(std::vector<T> values) {
      values.reserve(all.rows.size());
      for (std::size_t k = 0; k < all.rows.size(); ++k)
        values.push_back(static_cast<T>(column.value(all.rows[k], *all.context[k])));
      file.write(group + column.name, from, size, values);
    };
    if (column.whole) {
      fill(std::vector<std::int32_t>{});
    } else {
      fill(std::vector<float>{});
    }
  }
  written += all.rows.size();
}

}  // namespace

void Recorder::make_tables() {
  for (Log const& log : logs) {
    std::string const name = std::string("runs/") + log.row;
    file_.variable(Description{.name = name + "_start",
                               .units = "1",
                               .long_name = std::string("first row of the run in /") + log.group},
                   Type::int64, {"run"});
    file_.variable(Description{.name = name + "_count",
                               .units = "1",
                               .long_name = std::string("rows of the run in /") + log.group},
                   Type::int64, {"run"});
    file_.group(log.group);
    file_.coordinate(
        Description{
            .name = std::string(log.group) + "/" + log.row, .units = "1", .long_name = log.rows},
        std::vector<std::int32_t>{}, hdf5::Growth::unlimited);
  }
  make_columns(file_, logs[0], about_.start_date, event_columns());
  make_columns(file_, logs[1], about_.start_date, event_columns());
  make_columns(file_, logs[2], about_.start_date, deployment_columns());
}

void Recorder::write_tables() {
  std::vector<LogContext> contexts;  // one a scenario
  for (std::size_t s = 0; s < about_.scenarios.size(); ++s)
    contexts.push_back(
        log_context(about_.world_of(s), about_.start_date, about_.actors, about_.first_cell(s)));
  std::size_t first_run = static_cast<std::size_t>(written_) * about_.scenarios.size();
  std::span<FinishedRun const> block(block_);
  if (first_run < adopted_) {  // whose rows were copied
    block = block.subspan(std::min(block.size(), adopted_ - first_run));
    first_run = adopted_;
  }
  if (block.empty()) return;
  auto const log_rows = [&]<class Row>(std::size_t which,
                                       std::vector<LogColumn<Row>> const& columns, auto&& make) {
    auto const first_row = static_cast<std::int64_t>(rows_written_[which]);
    append(file_, logs[which], rows_written_[which], first_run,
           collect<Row>(block, first_row, static_cast<int>(first_run), contexts, make), columns);
  };
  log_rows(0, event_columns(), [](Record const& record, std::vector<LoggedEvent>& rows) {
    for (RecordedEvent const& e : record.events) rows.push_back(true_row(e));
  });
  log_rows(1, event_columns(), [](Record const& record, std::vector<LoggedEvent>& rows) {
    for (RecordedEvent const& e : record.events) {
      if (e.report.listed) rows.push_back(observed_row(e));
    }
  });
  log_rows(2, deployment_columns(),
           [](Record const& record, std::vector<RecordedDeployment>& rows) {
             rows.insert(rows.end(), record.deployments.begin(), record.deployments.end());
           });
}

}  // namespace disalign
