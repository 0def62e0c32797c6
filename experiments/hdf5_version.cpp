/// The version of HDF5 that the program was built with.
#include "experiments/hdf5_version.hpp"

#include <H5public.h>

namespace disalign::hdf5 {

// From the header, not from the library: its first call would install the clean-up at exit that
// crashes after a full disk (see Attempt).
std::string library_version() {
  return std::to_string(H5_VERS_MAJOR) + "." + std::to_string(H5_VERS_MINOR) + "." +
         std::to_string(H5_VERS_RELEASE);
}

}  // namespace disalign::hdf5
