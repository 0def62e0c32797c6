/// Which HDF5 library the program was built with.
#pragma once
#include <string>

namespace disalign::hdf5 {

/// "1.10.8", from the headers.
std::string library_version();

}  // namespace disalign::hdf5
