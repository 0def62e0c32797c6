/// Element types, extents, blocks and attributes: see the header.
#include "experiments/hdf5_elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <concepts>

namespace disalign::hdf5 {
namespace {

static_assert(std::same_as<hid_t, std::int64_t> && std::same_as<hsize_t, Shape::value_type>);

/// More than any attribute of ours has: numbers, and bytes of a text (the configuration).
constexpr std::size_t most_values = 1U << 16U, most_text = 1U << 26U;

template <class T>
Value read_numbers(Attempt const& attempt, hid_t attribute, std::size_t size) {
  std::vector<T> values(size);
  attempt(H5Aread(attribute, make_type(attempt, type_of<T>(), false).id(), values.data()));
  if (size == 1) return values.front();
  if constexpr (std::same_as<T, std::uint64_t>)
    return std::vector<std::int64_t>(values.begin(), values.end());
  else
    return values;
}

Value read_attribute(Attempt const& attempt, hid_t attribute) {
  Handle const type = attempt.own(H5Aget_type(attribute), H5Tclose);
  Handle const space = attempt.own(H5Aget_space(attribute), H5Sclose);
  auto const size = static_cast<std::size_t>(attempt(H5Sget_simple_extent_npoints(space.id())));
  auto const kind = H5Tget_class(type.id());
  if (size > most_values || H5Tget_size(type.id()) > most_text)
    attempt.refuse("an attribute is too large", name_a_file);
  if (kind == H5T_FLOAT) return read_numbers<double>(attempt, attribute, size);
  if (kind == H5T_INTEGER && H5Tget_sign(type.id()) == H5T_SGN_NONE)
    return read_numbers<std::uint64_t>(attempt, attribute, size);
  if (kind == H5T_INTEGER) return read_numbers<std::int64_t>(attempt, attribute, size);
  if (kind != H5T_STRING || size != 1)
    attempt.refuse("an attribute is neither numbers nor one string", name_a_file);
  if (attempt(H5Tis_variable_str(type.id())) > 0) {
    char* text = nullptr;
    attempt(
        H5Aread(attribute, make_type(attempt, Type::text, false).id(), static_cast<void*>(&text)));
    std::string result = text == nullptr ? "" : text;
    H5free_memory(text);
    return result;
  }
  std::string text(H5Tget_size(type.id()), '\0');
  attempt(H5Aread(attribute, type.id(), text.data()));
  return text.substr(0, text.find('\0'));
}

}  // namespace

Handle make_type(Attempt const& attempt, Type type, bool in_file) {
  auto const copy = [&](hid_t file, hid_t memory) {
    return attempt.own(H5Tcopy(in_file ? file : memory), H5Tclose);
  };
  switch (type) {
    case Type::int8:
      return copy(H5T_STD_I8LE, H5T_NATIVE_INT8);
    case Type::int32:
      return copy(H5T_STD_I32LE, H5T_NATIVE_INT32);
    case Type::int64:
      return copy(H5T_STD_I64LE, H5T_NATIVE_INT64);
    case Type::uint64:
      return copy(H5T_STD_U64LE, H5T_NATIVE_UINT64);
    case Type::float32:
      return copy(H5T_IEEE_F32LE, H5T_NATIVE_FLOAT);
    case Type::float64:
      return copy(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE);
    case Type::text:
      break;
  }
  Handle text = copy(H5T_C_S1, H5T_C_S1);
  attempt(H5Tset_size(text.id(), H5T_VARIABLE));
  attempt(H5Tset_cset(text.id(), H5T_CSET_UTF8));
  return text;
}

std::optional<Type> find_type(hid_t type) {
  std::size_t const size = H5Tget_size(type);
  bool const is_signed = H5Tget_sign(type) == H5T_SGN_2;
  switch (H5Tget_class(type)) {
    case H5T_INTEGER:
      if (size == 8) return is_signed ? Type::int64 : Type::uint64;
      if (is_signed && size == 4) return Type::int32;
      if (is_signed && size == 1) return Type::int8;
      return {};
    case H5T_FLOAT:
      if (size == 8) return Type::float64;
      if (size == 4) return Type::float32;
      return {};
    case H5T_STRING:
      return H5Tis_variable_str(type) > 0 ? std::optional{Type::text} : std::nullopt;
    default:
      return {};
  }
}

std::string leaf(std::string const& name) { return name.substr(name.rfind('/') + 1); }

Shape shape_of(Attempt const& attempt, hid_t dataset, bool limits) {
  Handle const space = attempt.own(H5Dget_space(dataset), H5Sclose);
  Shape now(static_cast<std::size_t>(attempt(H5Sget_simple_extent_ndims(space.id()))));
  Shape most(now.size());
  attempt(H5Sget_simple_extent_dims(space.id(), now.data(), most.data()));
  return limits ? most : now;
}

std::size_t product(Shape const& shape) {
  std::size_t result = 1;
  for (auto const extent : shape) result *= extent;
  return result;
}

std::pair<Handle, Handle> select(Attempt const& attempt, hid_t dataset, Shape const* offset,
                                 Shape const* count) {
  Handle file = attempt.own(H5Dget_space(dataset), H5Sclose);
  if (offset == nullptr) return {std::move(file), attempt.own(H5Dget_space(dataset), H5Sclose)};
  auto const rank = static_cast<std::size_t>(attempt(H5Sget_simple_extent_ndims(file.id())));
  if (rank == 0 || offset->size() != rank || count->size() != rank)
    attempt.refuse(fmt::format("the block has {} offsets and {} counts, the variable {} axes",
                               offset->size(), count->size(), rank),
                   "Give one of each per axis.");
  attempt(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, offset->data(), nullptr, count->data(),
                              nullptr));
  return {std::move(file),
          attempt.own(H5Screate_simple(static_cast<int>(rank), count->data(), nullptr), H5Sclose)};
}

void write_attribute(Attempt const& attempt, hid_t owner, std::string const& name, hid_t type,
                     void const* values, std::optional<hsize_t> length) {
  if (attempt(H5Aexists(owner, name.c_str())) > 0) attempt(H5Adelete(owner, name.c_str()));
  Handle const space = attempt.own(
      length ? H5Screate_simple(1, &*length, nullptr) : H5Screate(H5S_SCALAR), H5Sclose);
  Handle const made = attempt.own(
      H5Acreate2(owner, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  attempt(H5Awrite(made.id(), type, values));
}

void write_attribute(Attempt const& attempt, hid_t owner, std::string const& name,
                     Value const& value) {
  if (name == "_FillValue" || name == "missing_value")
    attempt.refuse(name + " turns counts into floats in xarray",
                   "Leave it out; missing floats are NaN.");
  std::visit(
      [&]<class T>(T const& content) {
        if constexpr (std::same_as<T, std::string>) {
          // Fixed length without a final NUL, as netCDF itself stores characters; a length of 0
          // does not exist.
          Handle const type = attempt.own(H5Tcopy(H5T_C_S1), H5Tclose);
          attempt(H5Tset_size(type.id(), std::max<std::size_t>(1, content.size())));
          attempt(H5Tset_cset(type.id(), H5T_CSET_UTF8));
          write_attribute(attempt, owner, name, type.id(), content.c_str(), {});
        } else if constexpr (std::is_arithmetic_v<T>) {
          write_attribute(attempt, owner, name, make_type(attempt, type_of<T>(), true).id(),
                          &content, {});
        } else {
          Handle const type = make_type(attempt, type_of<typename T::value_type>(), true);
          write_attribute(attempt, owner, name, type.id(), content.data(), content.size());
        }
      },
      value);
}

std::optional<std::string> find_text(Attempt const& attempt, hid_t owner, char const* name) {
  if (attempt(H5Aexists(owner, name)) == 0) return std::nullopt;
  Handle const attribute = attempt.own(H5Aopen(owner, name, H5P_DEFAULT), H5Aclose);
  Value const value = read_attribute(attempt, attribute.id());
  auto const* text = std::get_if<std::string>(&value);
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

Attributes read_attributes(Attempt const& attempt, hid_t owner) {
  static constexpr std::array bookkeeping{"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};
  std::vector<std::string>
      names;  // at once: HDF5 reads all of them for each one asked for by number
  auto const collect = [](hid_t, char const* name, H5A_info_t const*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  hsize_t next = 0;
  attempt(H5Aiterate2(owner, H5_INDEX_CRT_ORDER, H5_ITER_INC, &next, collect, &names));
  Attributes result;
  for (std::string const& name : names) {
    if (std::ranges::find(bookkeeping, name) != bookkeeping.end()) continue;
    Handle const attribute = attempt.own(H5Aopen(owner, name.c_str(), H5P_DEFAULT), H5Aclose);
    result.emplace_back(name, read_attribute(attempt, attribute.id()));
  }
  return result;
}

}  // namespace disalign::hdf5
