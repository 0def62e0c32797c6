/// Element types, extents, blocks and attributes in the terms of HDF5's C functions.
#pragma once
#include <hdf5.h>

#include <optional>
#include <string>
#include <utility>

#include "experiments/hdf5.hpp"
#include "experiments/hdf5_attempt.hpp"

namespace disalign::hdf5 {

/// Element type in the file (little-endian) or in memory.
Handle make_type(Attempt const& attempt, Type type, bool in_file);
/// Element type of a dataset, nothing if it is not one of ours.
std::optional<Type> find_type(hid_t type);

/// Last part of a path inside the file.
std::string leaf(std::string const& name);

/// Extents now, or the limits to which they may grow.
Shape shape_of(Attempt const& attempt, hid_t dataset, bool limits);
/// Number of elements.
std::size_t product(Shape const& shape);
/// Spaces in file and memory of one block, or of everything where no offset is given.
std::pair<Handle, Handle> select(Attempt const& attempt, hid_t dataset, Shape const* offset,
                                 Shape const* count);

/// Writes or replaces an attribute of the type `type`: a scalar, or a list of `length`.
void write_attribute(Attempt const& attempt, hid_t owner, std::string const& name, hid_t type,
                     void const* values, std::optional<hsize_t> length);
void write_attribute(Attempt const& attempt, hid_t owner, std::string const& name,
                     Value const& value);
/// The text of an attribute; nothing when there is none or it is no text.
std::optional<std::string> find_text(Attempt const& attempt, hid_t owner, char const* name);
/// Attributes in the order they were made, without the bookkeeping of dimension scales.
Attributes read_attributes(Attempt const& attempt, hid_t owner);

}  // namespace disalign::hdf5
