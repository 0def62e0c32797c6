/// One HDF5 file of labelled arrays that xarray, h5netcdf, netCDF4 and ncdump open without
/// arguments.
///
/// Everything is named by its path inside the file: "deaths", "runs/status"; "/" is the root. A
/// dimension is named by its coordinate, a 1-D dataset of the same name in the same group (HDF5
/// dimension scale); readers do not inherit a parent's coordinate values, so each group carries its
/// own.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace disalign::hdf5 {

/// Element types of a dataset. No compound, enum, bool or fixed-length string: netCDF drops or
/// misreads them.
enum class Type { int8, int32, int64, uint64, float32, float64, text };

/// Extents along each axis, in elements (HDF5's hsize_t).
using Shape = std::vector<unsigned long long>;

/// Value of an attribute.
using Value = std::variant<std::string, std::int64_t, std::uint64_t, double,
                           std::vector<std::int64_t>, std::vector<double>>;

/// Attributes in the order they were made.
using Attributes = std::vector<std::pair<std::string, Value>>;

/// What a coordinate or variable says about itself.
struct Description {
  std::string name;       ///< path inside the file, e.g. "deaths" or "runs/status"
  std::string units;      ///< required except for text and flags, e.g. "week", "person", "1"
  std::string long_name;  ///< required
  std::optional<double> valid_min{};  ///< written in the variable's own type
  std::optional<double> valid_max{};  ///< written in the variable's own type
  std::vector<std::string>
      flag_meanings{};           ///< int8 only: one word for each of the codes 0, 1, 2, ...
  std::optional<Shape> chunk{};  ///< what is written together; none: see chunk_shape()
  Attributes attributes{};       ///< anything more
};

/// Whether a dimension may grow after its coordinate was made.
enum class Growth { fixed, unlimited };

/// A variable or coordinate as found in a file.
struct Entry {
  std::string name;  ///< path inside the file
  Type type{};
  std::vector<std::string>
      dimensions;  ///< empty name: an axis without a coordinate (not written by disalign)
  Shape shape;
  bool is_coordinate{};
  Attributes attributes;  ///< without the bookkeeping of dimension scales
};

/// Owner of one HDF5 identifier.
class Handle {
 public:
  using Closer = int (*)(std::int64_t);
  Handle() = default;
  Handle(std::int64_t id, Closer closer) : id_(id), closer_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
  Handle& operator=(Handle&& other) noexcept;
  Handle(Handle const&) = delete;
  Handle& operator=(Handle const&) = delete;
  ~Handle();
  /// The identifier; negative when nothing is owned.
  [[nodiscard]] std::int64_t id() const { return id_; }
  /// Give up ownership without closing.
  std::int64_t release() { return std::exchange(id_, -1); }

 private:
  std::int64_t id_ = -1;
  Closer closer_ = nullptr;
};

/// The element type that C++ type T is stored as.
template <class T>
constexpr Type type_of() {
  if constexpr (std::same_as<T, std::int8_t>)
    return Type::int8;
  else if constexpr (std::same_as<T, std::int32_t>)
    return Type::int32;
  else if constexpr (std::same_as<T, std::int64_t>)
    return Type::int64;
  else if constexpr (std::same_as<T, std::uint64_t>)
    return Type::uint64;
  else if constexpr (std::same_as<T, float>)
    return Type::float32;
  else if constexpr (std::same_as<T, double>)
    return Type::float64;
  else {
    static_assert(std::same_as<T, std::string>, "no HDF5 element type for this C++ type");
    return Type::text;
  }
}

/// Chunk of about 512 kB: whole trailing axes, so that a chunk of a series holds many complete
/// runs. Extents of 0 stand for unlimited axes. `element_bytes` is the size of one element.
[[nodiscard]] Shape chunk_shape(Shape const& extents, std::size_t element_bytes);

/// One open file. Every failure is a disalign::Error naming the file, the operation and a remedy.
/// Use from one thread at a time. Two makings with the same calls, flushes included, are the same
/// bytes.
class File {
 public:
  /// Make a new file, replacing one of the same name.
  [[nodiscard]] static File create(std::filesystem::path const& path);
  /// Open an existing file for reading.
  [[nodiscard]] static File open(std::filesystem::path const& path);

  /// Open an existing file to add groups to it. What is in it keeps its dimensions; new variables
  /// need coordinates made after opening.
  [[nodiscard]] static File append(std::filesystem::path const& path);

  /// Make a group; its parent must exist.
  void group(std::string const& name);
  /// Take a group, with all that is in it, out of the file. Its room is not given back.
  void remove(std::string const& group);
  /// Write or replace an attribute of a group or dataset ("/" is the root). Strings may be longer
  /// than 64 kB.
  void attribute(std::string const& owner, std::string const& name, Value const& value);

  /// Write an attribute of a variable as a number of the variable's own type.
  void own_attribute(std::string const& variable, std::string const& name, double value);

  /// Make a dimension from its coordinate values. An empty coordinate is always unlimited: a fixed
  /// length of 0 is how netCDF says unlimited.
  template <std::ranges::contiguous_range Values>
  void coordinate(Description const& description, Values const& values,
                  Growth growth = Growth::fixed) {
    using Element = std::ranges::range_value_t<Values>;
    make_coordinate(description, type_of<Element>(), std::ranges::data(values),
                    std::ranges::size(values), growth);
  }
  /// Make a variable over dimensions of its own group (none: a scalar). It is as long as they are
  /// and grows with them. What is never written reads as NaN, 0 or "".
  void variable(Description const& description, Type type,
                std::vector<std::string> const& dimensions);
  /// From now on variables of the root whose first dimension is `dimension` (which has no coordinate then)
  /// have `axes` in its place, row-major. Blocks are still given along `dimension`: one place, or all.
  void unfold(std::string const& dimension, std::vector<std::string> const& axes);
  /// A block along `dimension` of unfold() in the axes that its variable really has.
  [[nodiscard]] std::pair<Shape, Shape> real_block(std::string const& name, Shape const& offset,
                                                   Shape const& count) const;
  /// Lengthen an unlimited dimension: its coordinate and all its variables together.
  void extend(std::string const& dimension, unsigned long long length);

  /// Write the block of extent `count` at `offset`; `values` are row-major, exactly as many as the
  /// block holds, and of the variable's own type.
  template <std::ranges::contiguous_range Values>
  void write(std::string const& name, Shape const& offset, Shape const& count,
             Values const& values) {
    using Element = std::ranges::range_value_t<Values>;
    write_block(name, &offset, &count, type_of<Element>(), std::ranges::data(values),
                std::ranges::size(values));
  }
  /// Write a whole variable.
  template <std::ranges::contiguous_range Values>
  void write(std::string const& name, Values const& values) {
    using Element = std::ranges::range_value_t<Values>;
    write_block(name, nullptr, nullptr, type_of<Element>(), std::ranges::data(values),
                std::ranges::size(values));
  }

  /// Read a block, row-major. Numbers are converted to T; text is read as std::string only.
  template <class T>
  [[nodiscard]] std::vector<T> read(std::string const& name, Shape const& offset,
                                    Shape const& count) {
    std::vector<T> values(elements(name, &count));
    read_block(name, &offset, &count, type_of<T>(), values.data());
    return values;
  }
  /// Read a whole variable, row-major.
  template <class T>
  [[nodiscard]] std::vector<T> read(std::string const& name) {
    std::vector<T> values(elements(name, nullptr));
    read_block(name, nullptr, nullptr, type_of<T>(), values.data());
    return values;
  }

  /// Read a whole variable that must have this shape: no index into it can then be wrong.
  template <class T>
  [[nodiscard]] std::vector<T> read_shaped(std::string const& name, Shape const& shape) {
    require_shape(name, shape);
    return read<T>(name);
  }

  /// Whether the root has something of this name.
  [[nodiscard]] bool has(std::string const& name);
  /// Names of the groups directly inside `group`, in the order they were made.
  [[nodiscard]] std::vector<std::string> groups(std::string const& group = "/");
  /// Coordinates and variables directly inside `group`, in the order they were made.
  [[nodiscard]] std::vector<Entry> entries(std::string const& group = "/");
  /// Attributes of a group or dataset, without the bookkeeping of dimension scales.
  [[nodiscard]] Attributes attributes(std::string const& owner = "/");

  /// Hand everything to the operating system: after a kill the file is readable up to here.
  void flush();
  /// Flush and close; the destructor also closes, but cannot report a failure.
  void close();
  /// Close, make durable (fsync) and rename to `final_path`, which is replaced in one step.
  void finish(std::filesystem::path const& final_path);

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  File(std::filesystem::path path, Handle file) : path_(std::move(path)), file_(std::move(file)) {}
  std::int64_t dataset(std::string const& name);
  std::size_t elements(std::string const& name, Shape const* count);
  void require_shape(std::string const& name, Shape const& shape);
  void make_dataset(Description const& description, Type type, Shape const& extents,
                    Shape const& limits);
  void make_coordinate(Description const& description, Type type, void const* values,
                       std::size_t size, Growth growth);
  void write_block(std::string const& name, Shape const* offset, Shape const* count, Type type,
                   void const* values, std::size_t size);
  void read_block(std::string const& name, Shape const* offset, Shape const* count, Type type,
                  void* values);

  std::filesystem::path path_;
  Handle file_;
  std::map<std::string, std::vector<std::string>> folds_;  // dimension -> what stands in its place
  std::map<std::string, Shape> folded_;     // variable -> extents of its unfolded axes
  std::map<std::string, Handle> datasets_;  // kept open: each owns the cache of one chunk
  std::map<std::string, std::vector<std::pair<std::string, std::size_t>>>
      axes_;  // dimension -> variables, axis
};

}  // namespace disalign::hdf5
