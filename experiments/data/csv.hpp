/// A strict, streaming reader of CSV files with a header (RFC 4180): one row in memory at a time.
///
/// Every row has as many fields as the header; a field with quotes, commas or line breaks stands in
/// quotes, a quote inside it is doubled. Lines end with LF or CRLF; the text is UTF-8 without NUL, a
/// byte order mark at the start is skipped. Names of columns are distinct.
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disalign {

/// What is read at most; more is refused, so that no file takes unbounded memory or time.
struct CsvLimits {
  std::uint64_t bytes = 1U << 30U;  ///< of the file: UCDP GED of the whole world has a quarter
  std::size_t field = 1U << 16U;    ///< bytes of a field
  std::size_t columns = 1000;
};

/// A day of the Gregorian calendar.
struct CivilDate {
  int year = 0, month = 1, day = 1;
  auto operator<=>(CivilDate const&) const = default;
};

class CsvReader {
 public:
  /// Opens a file and reads its header. Throws Error as `load_toml` does, and for a header that is
  /// none. Every message of the reader is "<file>:<line>:<column>: problem (why). what to do"; lines and
  /// columns count from 1, columns in bytes.
  explicit CsvReader(std::filesystem::path const& file, CsvLimits const& limits = {});
  /// Reads from a stream, which must outlive the reader; `name` stands for the file.
  CsvReader(std::istream& input, std::string name, CsvLimits const& limits = {});

  [[nodiscard]] std::vector<std::string> const& header() const { return header_; }
  /// Position of a column; throws Error naming the nearest when there is none.
  [[nodiscard]] std::size_t column(std::string_view name) const;
  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;

  /// Reads the next row; false after the last.
  bool next();
  /// A field of the row.
  [[nodiscard]] std::string const& text(std::size_t column) const { return row_[column].text; }
  [[nodiscard]] bool empty(std::size_t column) const { return row_[column].text.empty(); }
  /// Nothing, or NA as R writes it.
  [[nodiscard]] bool missing(std::size_t column) const {
    return empty(column) || row_[column].text == "NA";
  }
  /// A finite number within bounds, in the notation of C without locale. Throws Error.
  [[nodiscard]] double number(std::size_t column, double low, double high) const;
  /// A whole number within bounds; "3.0" is none. Throws Error.
  [[nodiscard]] std::int64_t integer(std::size_t column, std::int64_t low, std::int64_t high) const;
  /// A date as 2015-01-31, years 1900 to 2200. Throws Error.
  [[nodiscard]] CivilDate date(std::size_t column) const;
  /// Throws Error about a field of the row: "<file>:<line>:<column>: <column name> <problem>".
  [[noreturn]] void refuse(std::size_t column, std::string const& problem) const;

  [[nodiscard]] std::uint64_t line() const { return row_line_; }

 private:
  struct Field {
    std::string text;
    std::uint64_t line = 1, column = 1;  ///< where it begins
  };
  enum class Ends { field, row, file };

  void read_header();
  int get();
  Ends read_field(Field& field);
  Ends read_quoted(Field& field);
  void add(Field& field, int byte);
  void check_text(Field const& field) const;
  [[noreturn]] void fail(std::uint64_t line, std::uint64_t column,
                         std::string const& problem) const;
  [[noreturn]] void fail_here(std::string const& problem) const;

  std::unique_ptr<std::ifstream> file_;
  std::istream* input_;
  std::string name_;
  CsvLimits limits_;
  std::vector<std::string> header_;
  std::vector<Field> row_;
  std::uint64_t bytes_ = 0, line_ = 1, column_ = 0, row_line_ = 1;  ///< of the last byte read
};

}  // namespace disalign
