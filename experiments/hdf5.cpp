/// The writing side of hdf5::File: groups, dimensions, variables, blocks, a durable end.
#include "experiments/hdf5.hpp"

#include <fmt/format.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <limits>
#include <numeric>

#include "experiments/disk.hpp"
#include "experiments/hdf5_attempt.hpp"
#include "experiments/hdf5_elements.hpp"

namespace disalign::hdf5 {
namespace {

std::string sibling(std::string const& name, std::string const& other) {
  auto const slash = name.rfind('/');
  return slash == std::string::npos ? other : name.substr(0, slash + 1) + other;
}

/// Refuse descriptions that a reader would misread.
void examine(Attempt const& attempt, Description const& what, Type type) {
  static constexpr std::array durations{"days",         "hours",        "minutes",    "seconds",
                                        "milliseconds", "microseconds", "nanoseconds"};
  if (std::ranges::find(durations, what.units) != durations.end())
    attempt.refuse(fmt::format("xarray turns the unit '{}' into nanoseconds", what.units),
                   "Write it in the singular.");
  if (what.long_name.empty())
    attempt.refuse("it has no long_name", "Say in a few words what it is.");
  if (what.units.empty() && type != Type::text && what.flag_meanings.empty())
    attempt.refuse("it has no units", "Give them; a plain number has '1'.");
  if (!what.flag_meanings.empty() && type != Type::int8)
    attempt.refuse("flags are not int8", "Store them as int8.");
}

}  // namespace

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(closer_, other.closer_);
  return *this;
}

Handle::~Handle() {
  if (id_ >= 0) closer_(id_);
}

Shape chunk_shape(Shape const& extents, std::size_t element_bytes) {
  constexpr std::size_t target_bytes = 512 * 1024;
  Shape chunk(extents.size(), 1);
  unsigned long long room = std::max<std::size_t>(1, target_bytes / element_bytes);
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    auto const extent = extents[axis];
    auto const pieces = extent == 0 ? 1 : (extent + room - 1) / room;
    chunk[axis] =
        extent == 0 ? room : (extent + pieces - 1) / pieces;  // pieces of nearly equal size
    room /= chunk[axis];
    if (room <= 1) break;
  }
  return chunk;
}

File File::create(std::filesystem::path const& path) {
  Attempt const attempt(path, "cannot make the file");
  Handle const creation = attempt.own(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  attempt(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  attempt(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  attempt(H5Pset_obj_track_times(creation.id(), false));
  Handle const access = attempt.own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  attempt(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG));
  return {path, attempt.own(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()),
                            H5Fclose)};
}

File File::append(std::filesystem::path const& path) {
  Attempt const attempt(path, "cannot open the file to add to it");
  Handle const access = attempt.own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  attempt(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG));
  return {path, attempt.own(H5Fopen(path.c_str(), H5F_ACC_RDWR, access.id()), H5Fclose)};
}

File File::open(std::filesystem::path const& path) {
  Attempt const attempt(path, "cannot open the file");
  if (std::filesystem::is_directory(path)) attempt.refuse("it is a folder", name_a_file);
  Handle const access = attempt.own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  attempt(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG));
  return {path, attempt.own(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose)};
}

void File::group(std::string const& name) {
  Attempt const attempt(path_, fmt::format("cannot make group '{}'", name));
  Handle const creation = attempt.own(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  attempt(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  attempt(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  attempt(H5Pset_obj_track_times(creation.id(), false));
  Handle const made = attempt.own(
      H5Gcreate2(file_.id(), name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose);
}

void File::remove(std::string const& group) {
  Attempt const attempt(path_, fmt::format("cannot remove group '{}'", group));
  attempt(H5Ldelete(file_.id(), group.c_str(), H5P_DEFAULT));
}

void File::attribute(std::string const& owner, std::string const& name, Value const& value) {
  Attempt const attempt(path_, fmt::format("cannot write attribute '{}' of '{}'", name, owner));
  Handle const object = attempt.own(H5Oopen(file_.id(), owner.c_str(), H5P_DEFAULT), H5Oclose);
  write_attribute(attempt, object.id(), name, value);
}

void File::own_attribute(std::string const& variable, std::string const& name, double value) {
  Attempt const attempt(path_, fmt::format("cannot write attribute '{}' of '{}'", name, variable));
  hid_t const id = dataset(variable);
  Handle const stored = attempt.own(H5Dget_type(id), H5Tclose);
  std::array<std::byte, sizeof value> bytes;  // converted in place
  std::memcpy(bytes.data(), &value, sizeof value);
  attempt(H5Tconvert(H5T_NATIVE_DOUBLE, stored.id(), 1, bytes.data(), nullptr, H5P_DEFAULT));
  write_attribute(attempt, id, name, stored.id(), bytes.data(), {});
}

void File::make_dataset(Description const& what, Type type, Shape const& extents,
                        Shape const& limits) {
  Attempt const attempt(path_, fmt::format("cannot make variable '{}'", what.name));
  examine(attempt, what, type);
  Handle const creation = attempt.own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  attempt(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  attempt(H5Pset_obj_track_times(creation.id(), false));
  // Filling when storage is taken leaves no chance content of the disk in the file.
  attempt(H5Pset_fill_time(creation.id(), H5D_FILL_TIME_ALLOC));
  if (type == Type::float32 || type == Type::float64) {
    double const missing = std::numeric_limits<double>::quiet_NaN();
    attempt(H5Pset_fill_value(creation.id(), H5T_NATIVE_DOUBLE, &missing));
  }
  Handle const stored = make_type(attempt, type, true);
  std::size_t const element_bytes = H5Tget_size(stored.id());
  Handle const access = attempt.own(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  // A chunk index costs some kilobytes: what is small and of fixed size is stored in one piece.
  constexpr std::size_t small_bytes = 16 * 1024;
  bool const grows = std::ranges::find(limits, H5S_UNLIMITED) != limits.end();
  if (grows || product(extents) * element_bytes > small_bytes) {
    Shape wanted = extents;
    for (std::size_t axis = 0; axis < wanted.size(); ++axis)
      if (limits[axis] == H5S_UNLIMITED) wanted[axis] = 0;
    Shape const chunk = what.chunk.value_or(chunk_shape(wanted, element_bytes));
    attempt(H5Pset_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data()));
    attempt(H5Pset_shuffle(creation.id()));
    attempt(H5Pset_deflate(creation.id(), 1));
    // A file has hundreds of datasets, all open, each with its cache: HDF5's default of 1 MiB each
    // would fill bit by bit as a study grows. One chunk is enough for writing in order.
    constexpr std::size_t slots = 1;
    constexpr double evict_what_is_whole_first = 1;
    attempt(H5Pset_chunk_cache(access.id(), slots, product(chunk) * element_bytes,
                               evict_what_is_whole_first));
  }
  Handle const space = attempt.own(
      extents.empty()
          ? H5Screate(H5S_SCALAR)
          : H5Screate_simple(static_cast<int>(extents.size()), extents.data(), limits.data()),
      H5Sclose);
  Handle made = attempt.own(H5Dcreate2(file_.id(), what.name.c_str(), stored.id(), space.id(),
                                       H5P_DEFAULT, creation.id(), access.id()),
                            H5Dclose);
  hid_t const id = made.id();
  datasets_.insert_or_assign(what.name, std::move(made));

  if (!what.units.empty()) write_attribute(attempt, id, "units", what.units);
  write_attribute(attempt, id, "long_name", what.long_name);
  if (what.valid_min) own_attribute(what.name, "valid_min", *what.valid_min);
  if (what.valid_max) own_attribute(what.name, "valid_max", *what.valid_max);
  if (!what.flag_meanings.empty()) {
    std::vector<std::int8_t> codes(what.flag_meanings.size());
    std::iota(codes.begin(), codes.end(), std::int8_t{0});
    write_attribute(attempt, id, "flag_values", stored.id(), codes.data(), codes.size());
    write_attribute(attempt, id, "flag_meanings", joined(what.flag_meanings, " "));
  }
  for (auto const& [name, value] : what.attributes) write_attribute(attempt, id, name, value);
}

void File::make_coordinate(Description const& what, Type type, void const* values, std::size_t size,
                           Growth growth) {
  bool const unlimited = growth == Growth::unlimited || size == 0;
  make_dataset(what, type, {size}, {unlimited ? H5S_UNLIMITED : size});
  Attempt const attempt(path_, fmt::format("cannot make coordinate '{}'", what.name));
  attempt(H5DSset_scale(dataset(what.name), leaf(what.name).c_str()));
  axes_[what.name] = {};
  if (size > 0) write_block(what.name, nullptr, nullptr, type, values, size);
}

void File::unfold(std::string const& dimension, std::vector<std::string> const& axes) {
  folds_[dimension] = axes;
}

void File::variable(Description const& what, Type type,
                    std::vector<std::string> const& dimensions) {
  Attempt const attempt(path_, fmt::format("cannot make variable '{}'", what.name));
  if (auto const fold = dimensions.empty() ? folds_.end() : folds_.find(dimensions.front());
      fold != folds_.end() && what.name.find('/') == std::string::npos) {
    std::vector<std::string> axes = fold->second;
    Shape extents;
    for (auto const& axis : axes)
      extents.push_back(shape_of(attempt, dataset(axis), false).front());
    Description unfolded = what;
    if (unfolded.chunk) {
      bool const all = unfolded.chunk->front() != 1;
      unfolded.chunk->erase(unfolded.chunk->begin());
      Shape const chunk = all ? extents : Shape(extents.size(), 1);
      unfolded.chunk->insert(unfolded.chunk->begin(), chunk.begin(), chunk.end());
    }
    axes.insert(axes.end(), dimensions.begin() + 1, dimensions.end());
    variable(unfolded, type, axes);
    folded_[what.name] = extents;
    return;
  }
  Shape extents;
  Shape limits;
  for (auto const& dimension : dimensions) {
    std::string const scale = sibling(what.name, dimension);
    if (!axes_.contains(scale))
      attempt.refuse(fmt::format("'{}' is no dimension here", scale), "Make its coordinate first.");
    extents.push_back(shape_of(attempt, dataset(scale), false).front());
    limits.push_back(shape_of(attempt, dataset(scale), true).front());
  }
  make_dataset(what, type, extents, limits);
  for (std::size_t axis = 0; axis < dimensions.size(); ++axis) {
    std::string const scale = sibling(what.name, dimensions[axis]);
    attempt(H5DSattach_scale(dataset(what.name), dataset(scale), static_cast<unsigned>(axis)));
    axes_[scale].emplace_back(what.name, axis);
  }
}

void File::extend(std::string const& dimension, unsigned long long length) {
  Attempt const attempt(path_,
                        fmt::format("cannot extend dimension '{}' to {}", dimension, length));
  if (!axes_.contains(dimension))
    attempt.refuse("there is no such dimension", "Make its coordinate first.");
  if (length < shape_of(attempt, dataset(dimension), false).front())
    attempt.refuse("it is longer already", "Dimensions never shrink.");
  if (shape_of(attempt, dataset(dimension), true).front() != H5S_UNLIMITED)
    attempt.refuse("its length is fixed", "Make its coordinate with Growth::unlimited.");
  attempt(H5Dset_extent(dataset(dimension), &length));
  for (auto const& [name, axis] : axes_[dimension]) {
    Shape shape = shape_of(attempt, dataset(name), false);
    shape[axis] = length;
    attempt(H5Dset_extent(dataset(name), shape.data()));
  }
}

std::int64_t File::dataset(std::string const& name) {
  auto const known = datasets_.find(name);
  if (known != datasets_.end()) return known->second.id();
  Attempt const attempt(path_, fmt::format("cannot find variable '{}'", name));
  Handle opened = attempt.own(H5Dopen2(file_.id(), name.c_str(), H5P_DEFAULT), H5Dclose);
  return datasets_.emplace(name, std::move(opened)).first->second.id();
}

std::pair<Shape, Shape> File::real_block(std::string const& name, Shape const& offset,
                                         Shape const& count) const {
  auto const fold = folded_.find(name);
  if (fold == folded_.end()) return {offset, count};
  Shape const& axes = fold->second;
  Shape from(axes.size(), 0);
  Shape extent = axes;
  if (count.front() == 1) {
    extent.assign(axes.size(), 1);
    auto rest = offset.front();
    for (std::size_t axis = axes.size(); axis-- > 0; rest /= axes[axis])
      from[axis] = rest % axes[axis];
  } else if (offset.front() != 0 || count.front() != product(axes)) {
    Attempt(path_, fmt::format("cannot use variable '{}'", name))
        .refuse("its block is neither one place nor all", "Name one of the two.");
  }
  from.insert(from.end(), offset.begin() + 1, offset.end());
  extent.insert(extent.end(), count.begin() + 1, count.end());
  return {std::move(from), std::move(extent)};
}

void File::write_block(std::string const& name, Shape const* offset, Shape const* count, Type type,
                       void const* values, std::size_t size) {
  std::pair<Shape, Shape> block;
  if (offset != nullptr) {
    block = real_block(name, *offset, *count);
    offset = &block.first;
    count = &block.second;
  }
  Attempt const attempt(path_, fmt::format("cannot write variable '{}'", name));
  hid_t const id = dataset(name);
  Handle const stored = attempt.own(H5Dget_type(id), H5Tclose);
  if (find_type(stored.id()) != type)
    attempt.refuse("it has another element type", "Write the type it was made with.");
  auto const [file, memory] = select(attempt, id, offset, count);
  auto const wanted = static_cast<std::size_t>(attempt(H5Sget_select_npoints(file.id())));
  if (size != wanted)
    attempt.refuse(fmt::format("{} values for a block of {}", size, wanted),
                   "Give one per element.");
  std::vector<char const*> text;
  if (type == Type::text) {
    auto const* strings = static_cast<std::string const*>(values);
    std::transform(strings, strings + size, std::back_inserter(text),
                   [](auto const& s) { return s.c_str(); });
  }
  attempt(H5Dwrite(id, make_type(attempt, type, false).id(), memory.id(), file.id(), H5P_DEFAULT,
                   type == Type::text ? static_cast<void const*>(text.data()) : values));
}

void File::flush() {
  Attempt const attempt(path_, "cannot write what was buffered");
  attempt(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL));
}

void File::close() {
  flush();  // reports what closing the datasets would swallow
  Attempt const attempt(path_, "cannot close the file");
  datasets_.clear();
  attempt(H5Fclose(file_.release()));
}

void File::finish(std::filesystem::path const& final_path) {
  close();
  disk::seal(path_, final_path);
}

}  // namespace disalign::hdf5
