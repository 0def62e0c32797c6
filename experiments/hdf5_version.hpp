/// Which HDF5 library the program runs with.
#pragma once
#include <string>

namespace disalign::hdf5 {

/// "1.10.8": of the library that was loaded, not of the headers.
std::string library_version();

}  // namespace disalign::hdf5
