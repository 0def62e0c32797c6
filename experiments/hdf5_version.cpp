/// Asks the HDF5 library for its version.
#include "experiments/hdf5_version.hpp"

#include <H5public.h>

namespace disalign::hdf5 {

std::string library_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  if (H5get_libversion(&major, &minor, &release) < 0) return "unknown";
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

}  // namespace disalign::hdf5
