/// The reading side of hdf5::File: lists what a file holds, reads blocks.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hdf5.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>

#include "experiments/hdf5.hpp"
#include "experiments/hdf5_attempt.hpp"
#include "experiments/hdf5_elements.hpp"

namespace disalign::hdf5 {
namespace {

/// Names of coordinates by reference: a coordinate that hundreds of variables share is slow to open.
using ScaleNames = std::map<hobj_ref_t, std::string>;

/// Names of the coordinates along the axes of a dataset, "" where there is none. The high-level library's
/// own functions for this trust the types that they find, and crash on a damaged file.
std::vector<std::string> dimension_names(Attempt const& attempt, hid_t dataset, std::size_t rank,
                                         ScaleNames& known) {
  std::vector<std::string> names(rank);
  if (attempt(H5Aexists(dataset, "DIMENSION_LIST")) == 0) return names;
  Handle const list = attempt.own(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose);
  Handle const type = attempt.own(H5Aget_type(list.id()), H5Tclose);
  Handle const space = attempt.own(H5Aget_space(list.id()), H5Sclose);
  bool sound = H5Tget_class(type.id()) == H5T_VLEN &&
               attempt(H5Sget_simple_extent_npoints(space.id())) == std::ssize(names);
  if (sound) {
    Handle const element = attempt.own(H5Tget_super(type.id()), H5Tclose);
    sound = attempt(H5Tequal(element.id(), H5T_STD_REF_OBJ)) > 0;
  }
  if (!sound) attempt.refuse("its list of dimensions is damaged", name_a_file);
  std::vector<hvl_t> references(rank);
  Handle const memory = attempt.own(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose);
  attempt(H5Aread(list.id(), memory.id(), references.data()));
  std::vector<std::optional<hobj_ref_t>> first(rank);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    if (references[axis].len > 0) first[axis] = *static_cast<hobj_ref_t*>(references[axis].p);
  }
  attempt(H5Dvlen_reclaim(memory.id(), space.id(), H5P_DEFAULT, references.data()));
  for (std::size_t axis = 0; axis < rank; ++axis) {
    if (!first[axis]) continue;
    auto found = known.find(*first[axis]);
    if (found == known.end()) {
      Handle const scale =
          attempt.own(H5Rdereference2(dataset, H5P_DEFAULT, H5R_OBJECT, &*first[axis]), H5Oclose);
      found =
          known.emplace(*first[axis], find_text(attempt, scale.id(), "NAME").value_or("")).first;
    }
    names[axis] = found->second;
  }
  return names;
}

/// Names of the groups, or of the datasets, inside a group, in the order they were made.
std::vector<std::string> children(Attempt const& attempt, hid_t file, std::string const& group,
                                  H5O_type_t kind) {
  Handle const owner = attempt.own(H5Gopen2(file, group.c_str(), H5P_DEFAULT), H5Gclose);
  H5G_info_t info;
  attempt(H5Gget_info(owner.id(), &info));
  std::string const prefix = group == "/" ? "" : group + "/";
  std::vector<std::string> result;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    auto const name_at = [&](char* to, std::size_t size) {
      return static_cast<std::size_t>(attempt(H5Lget_name_by_idx(
          owner.id(), ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, to, size, H5P_DEFAULT)));
    };
    std::string name(name_at(nullptr, 0), '\0');
    name_at(name.data(), name.size() + 1);
    H5O_info_t child;
    attempt(H5Oget_info_by_name2(owner.id(), name.c_str(), &child, H5O_INFO_BASIC, H5P_DEFAULT));
    if (child.type == kind) result.emplace_back(prefix).append(name);
  }
  return result;
}

}  // namespace

std::size_t File::elements(std::string const& name, Shape const* count) {
  Attempt const attempt(path_, fmt::format("cannot read variable '{}'", name));
  hid_t const id = dataset(name);
  Shape const shape = count == nullptr ? shape_of(attempt, id, false) : *count;
  Handle const stored = attempt.own(H5Dget_type(id), H5Tclose);
  // Deflate shrinks at most by 1,032; what is larger was never written, and no memory is taken for it.
  double const most = 65536 + 1100.0 * static_cast<double>(H5Dget_storage_size(id));
  double bytes = static_cast<double>(H5Tget_size(stored.id()));
  for (auto const extent : shape) bytes *= static_cast<double>(extent);
  if (bytes > most)
    attempt.refuse("the file is too small to hold as many values as it claims",
                   "It is damaged: repeat the command that wrote it.");
  return product(shape);
}

void File::require_shape(std::string const& name, Shape const& shape) {
  Attempt const attempt(path_, fmt::format("cannot read variable '{}'", name));
  Shape const found = shape_of(attempt, dataset(name), false);
  if (found == shape) return;
  // A grid's scenarios are unfolded over its factors: the same values in the same order.
  if (!shape.empty() && found.size() > shape.size()) {
    auto const rest = found.end() - static_cast<std::ptrdiff_t>(shape.size() - 1);
    auto const unfolded = std::accumulate(found.begin(), rest, 1ULL, std::multiplies<>());
    if (unfolded == shape.front() && std::equal(rest, found.end(), shape.begin() + 1)) return;
  }
  attempt.refuse(
      fmt::format("its shape is [{}], not [{}]", fmt::join(found, ", "), fmt::join(shape, ", ")),
      "The file is damaged or of another version: repeat the command that wrote it.");
}

void File::read_block(std::string const& name, Shape const* offset, Shape const* count, Type type,
                      void* values) {
  Attempt const attempt(path_, fmt::format("cannot read variable '{}'", name));
  hid_t const id = dataset(name);
  Handle const stored = attempt.own(H5Dget_type(id), H5Tclose);
  bool const is_text = type == Type::text;
  if ((H5Tget_class(stored.id()) == H5T_STRING) != is_text || (is_text && !find_type(stored.id())))
    attempt.refuse("its elements are of another kind", "Read text as text and numbers as numbers.");
  auto const [file, memory] = select(attempt, id, offset, count);
  Handle const wanted = make_type(attempt, type, false);
  if (!is_text) {
    attempt(H5Dread(id, wanted.id(), memory.id(), file.id(), H5P_DEFAULT, values));
    return;
  }
  std::vector<char*> text(elements(name, count));
  attempt(H5Dread(id, wanted.id(), memory.id(), file.id(), H5P_DEFAULT,
                  static_cast<void*>(text.data())));
  std::ranges::transform(text, static_cast<std::string*>(values),
                         [](char const* s) { return s == nullptr ? "" : s; });
  attempt(H5Dvlen_reclaim(wanted.id(), memory.id(), H5P_DEFAULT, static_cast<void*>(text.data())));
}

bool File::has(std::string const& name) {
  Attempt const attempt(path_, fmt::format("cannot look for '{}'", name));
  return attempt(H5Lexists(file_.id(), name.c_str(), H5P_DEFAULT)) > 0;
}

std::vector<std::string> File::groups(std::string const& group) {
  Attempt const attempt(path_, fmt::format("cannot list group '{}'", group));
  return children(attempt, file_.id(), group, H5O_TYPE_GROUP);
}

std::vector<Entry> File::entries(std::string const& group) {
  Attempt const attempt(path_, fmt::format("cannot list group '{}'", group));
  std::vector<Entry> result;
  ScaleNames scales;
  for (auto const& name : children(attempt, file_.id(), group, H5O_TYPE_DATASET)) {
    hid_t const id = dataset(name);
    Handle const stored = attempt.own(H5Dget_type(id), H5Tclose);
    auto const type = find_type(stored.id());
    if (!type)
      attempt.refuse(fmt::format("'{}' has an element type disalign does not write", name),
                     name_a_file);
    Entry entry{name,
                *type,
                {},
                shape_of(attempt, id, false),
                find_text(attempt, id, "CLASS") == "DIMENSION_SCALE",
                read_attributes(attempt, id)};
    entry.dimensions = entry.is_coordinate
                           ? std::vector<std::string>(entry.shape.size(), leaf(name))
                           : dimension_names(attempt, id, entry.shape.size(), scales);
    result.push_back(std::move(entry));
  }
  return result;
}

Attributes File::attributes(std::string const& owner) {
  Attempt const attempt(path_, fmt::format("cannot read the attributes of '{}'", owner));
  Handle const object = attempt.own(H5Oopen(file_.id(), owner.c_str(), H5P_DEFAULT), H5Oclose);
  return read_attributes(attempt, object.id());
}

}  // namespace disalign::hdf5
