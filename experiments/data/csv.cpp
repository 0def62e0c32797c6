/// Reads CSV byte by byte, so that every error has its line and column.
#include "experiments/data/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <set>

#include "experiments/nearest.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace fs = std::filesystem;

namespace {

constexpr int end_of_file = -1;
constexpr std::size_t longest_name = 200;  // of a column [bytes]

std::unique_ptr<std::ifstream> open(fs::path const& file, CsvLimits const& limits) {
  auto const refuse = [&](std::string const& problem) {
    return Error(fmt::format("{}: {}", file.string(), problem));
  };
  std::error_code code;
  auto const status = fs::status(file, code);
  if (!fs::exists(status)) throw refuse("no such file (it cannot be found). Check the path.");
  if (!fs::is_regular_file(status))
    throw refuse("is not a regular file (a CSV file is needed). Name a file.");
  if (auto const size = fs::file_size(file, code); !code && size > limits.bytes)
    throw refuse(
        fmt::format("is too large ({} bytes; at most {} are read). Cut out the rows and "
                    "columns that are needed.",
                    size, limits.bytes));
  auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
  if (!*stream) throw refuse("cannot be read (no permission?). Check its permissions.");
  return stream;
}

/// Length of the valid UTF-8 sequence at the start of a text, 0 when there is none (RFC 3629).
std::size_t sequence(std::string_view text) {
  auto const byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
  };
  auto const follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  unsigned const first = byte(0);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first < 0xE0U) return follows(1) ? 2 : 0;
  if (first >= 0xE0U && first < 0xF0U) {
    bool const shortest = first != 0xE0U || byte(1) >= 0xA0U;
    bool const no_surrogate = first != 0xEDU || byte(1) < 0xA0U;
    return shortest && no_surrogate && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first < 0xF5U) {
    bool const in_range = first == 0xF0U ? byte(1) >= 0x90U : first != 0xF4U || byte(1) < 0x90U;
    return in_range && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

/// A field as a message shows it: short and printable.
std::string shown(std::string const& text) {
  std::string result;
  for (char const c : text.substr(0, 40))
    result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  while (!result.empty() && sequence(std::string_view(result).substr(result.size() - 1)) == 0)
    result.pop_back();  // half a letter
  return text.size() > 40 ? result + "..." : result;
}

}  // namespace

CsvReader::CsvReader(fs::path const& file, CsvLimits const& limits)
    : file_(open(file, limits)), input_(file_.get()), name_(file.string()), limits_(limits) {
  read_header();
}

CsvReader::CsvReader(std::istream& input, std::string name, CsvLimits const& limits)
    : input_(&input), name_(std::move(name)), limits_(limits) {
  read_header();
}

void CsvReader::fail(std::uint64_t line, std::uint64_t column, std::string const& problem) const {
  throw Error(fmt::format("{}:{}:{}: {}", name_, line, column, problem));
}

void CsvReader::fail_here(std::string const& problem) const { fail(line_, column_, problem); }

void CsvReader::refuse(std::size_t column, std::string const& problem) const {
  Field const& field = row_[column];
  fail(field.line, field.column, header_[column] + " " + problem);
}

int CsvReader::get() {
  int const byte = input_->get();
  if (byte == std::istream::traits_type::eof()) {
    if (input_->bad())
      throw Error(name_ + ": cannot be read to its end (the disk failed). Copy it.");
    return end_of_file;
  }
  if (++bytes_ > limits_.bytes)
    fail_here(
        fmt::format("the file goes on beyond {} bytes (no more are read). Cut out the rows "
                    "that are needed.",
                    limits_.bytes));
  ++column_;
  if (byte == 0)
    fail_here("a NUL byte stands here (this is no text, or UTF-16). Save the file as UTF-8.");
  return byte;
}

void CsvReader::add(Field& field, int byte) {
  if (field.text.size() == limits_.field)
    fail(field.line, field.column,
         fmt::format("a field has more than {} bytes (is a closing quote missing?). Mend it.",
                     limits_.field));
  field.text += static_cast<char>(byte);
}

void CsvReader::check_text(Field const& field) const {
  std::string_view rest = field.text;
  while (!rest.empty()) {
    std::size_t const length = sequence(rest);
    if (length == 0)
      fail(field.line, field.column,
           fmt::format("a field is no UTF-8 (byte {} of it). Save the file as UTF-8.",
                       field.text.size() - rest.size() + 1));
    rest.remove_prefix(length);
  }
}

/// The rest of a field after its opening quote.
CsvReader::Ends CsvReader::read_quoted(Field& field) {
  for (;;) {
    int byte = get();
    if (byte == end_of_file)
      fail(field.line, field.column,
           "a quote is opened and never closed (the file ends). Close it.");
    if (byte == '\n') {
      ++line_;
      column_ = 0;
    }
    if (byte != '"') {
      add(field, byte);
      continue;
    }
    byte = get();
    if (byte == '"') {
      add(field, byte);
      continue;
    }
    if (byte == ',') return Ends::field;
    if (byte == end_of_file) return Ends::file;
    if (byte == '\r') byte = get();
    if (byte == '\n') return Ends::row;
    fail_here(
        "text follows a closing quote (a comma or the end of the line is needed). Double the "
        "quotes inside the field.");
  }
}

CsvReader::Ends CsvReader::read_field(Field& field) {
  field.text.clear();
  field.line = line_;
  field.column = column_ + 1;
  for (;;) {
    int byte = get();
    if (byte == end_of_file) return Ends::file;
    if (byte == ',') return Ends::field;
    if (byte == '\n') return Ends::row;
    if (byte == '\r') {
      byte = get();
      if (byte == '\n') return Ends::row;
      fail_here("a carriage return stands alone (lines end with LF or CRLF). Save the file anew.");
    }
    if (byte == '"') {
      if (field.text.empty()) return read_quoted(field);
      fail_here(
          "a quote stands inside a field without quotes. Put the field in quotes and double "
          "the quotes inside it.");
    }
    add(field, byte);
  }
}

bool CsvReader::next() {
  row_line_ = line_;
  std::size_t const expected = header_.size();
  std::size_t read = 0;
  for (;;) {
    if (read == row_.size()) row_.emplace_back();
    Ends const ends = read_field(row_[read]);
    bool const nothing = read == 0 && row_[0].text.empty();
    if (ends == Ends::file && nothing && column_ + 1 == row_[0].column) return false;
    check_text(row_[read]);
    ++read;
    std::uint64_t const line = line_;
    if (ends == Ends::row) {
      ++line_;
      column_ = 0;
    }
    if (ends == Ends::field) {
      if (read == limits_.columns || (expected > 0 && read == expected))
        fail_here(expected > 0
                      ? fmt::format("a field too many (the header names {}). Remove it, or put a "
                                    "field with a comma in quotes.",
                                    expected)
                      : fmt::format("the header names more than {} columns. Cut out the columns "
                                    "that are needed.",
                                    limits_.columns));
      continue;
    }
    if (expected > 0 && read < expected)
      fail(line, 1,
           fmt::format("the row has {} of {} fields (an empty line, or a missing comma?). Complete "
                       "or remove it.",
                       read, expected));
    row_.resize(read);
    return true;
  }
}

void CsvReader::read_header() {
  for (int const byte : {0xEF, 0xBB, 0xBF}) {  // byte order mark
    if (input_->peek() != byte) break;
    get();
  }
  if (bytes_ == 1 || bytes_ == 2)
    fail(1, 1, "the first bytes are no UTF-8. Save the file as UTF-8.");
  column_ = 0;
  if (!next()) throw Error(name_ + ": is empty (0 bytes of text). Check that it was written.");
  std::set<std::string> names;
  for (Field const& field : row_) {
    if (field.text.empty())
      fail(field.line, field.column, "a column of the header has no name. Name it.");
    if (field.text.size() > longest_name)
      fail(field.line, field.column,
           fmt::format("the name of a column has {} bytes (at most {}). Is this the header?",
                       field.text.size(), longest_name));
    if (!names.insert(field.text).second)
      fail(field.line, field.column,
           fmt::format("the header names \"{}\" twice (which is meant?). Rename one.",
                       shown(field.text)));
    header_.push_back(field.text);
  }
}

std::optional<std::size_t> CsvReader::find_column(std::string_view name) const {
  auto const found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

std::size_t CsvReader::column(std::string_view name) const {
  if (auto const found = find_column(name)) return *found;
  fail(1, 1,
       fmt::format("the header has no column \"{}\". {}", name,
                   suggestion(std::string(name), header_)));
}

double CsvReader::number(std::size_t column, double low, double high) const {
  std::string const& text = row_[column].text;
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    refuse(column, fmt::format("\"{}\" is no finite number. Write for example 12.5.", shown(text)));
  if (value < low || value > high)
    refuse(column,
           fmt::format("{} is out of range ({} to {}). Correct it.", shown(text), low, high));
  return value;
}

std::int64_t CsvReader::integer(std::size_t column, std::int64_t low, std::int64_t high) const {
  std::string const& text = row_[column].text;
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    refuse(column, fmt::format("\"{}\" is no whole number. Write for example 12.", shown(text)));
  if (value < low || value > high)
    refuse(column, fmt::format("{} is out of range ({} to {}). Correct it.", value, low, high));
  return value;
}

CivilDate CsvReader::date(std::size_t column) const {
  std::string const& text = row_[column].text;
  CivilDate date;
  auto const part = [&](std::size_t from, std::size_t digits, int& value) {
    char const* const begin = text.data() + from;
    auto const [end, error] = std::from_chars(begin, begin + digits, value);
    return error == std::errc{} && end == begin + digits && *begin != '-';
  };
  namespace chrono = std::chrono;
  bool const valid = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                     part(0, 4, date.year) && part(5, 2, date.month) && part(8, 2, date.day) &&
                     date.year >= 1900 && date.year <= 2200 &&
                     chrono::year_month_day(chrono::year(date.year),
                                            chrono::month(static_cast<unsigned>(date.month)),
                                            chrono::day(static_cast<unsigned>(date.day)))
                         .ok();
  if (!valid)
    refuse(column, fmt::format("\"{}\" is no date. Write for example 2015-01-31.", shown(text)));
  return date;
}

}  // namespace disalign
