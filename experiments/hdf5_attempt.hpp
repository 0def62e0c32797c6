/// Attempts on a file: what HDF5 refuses becomes an Error that names the file, the operation, a
/// remedy.
#pragma once
#include <hdf5.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "experiments/hdf5.hpp"

namespace disalign::hdf5 {

/// What to do where the fault is the choice of a file.
inline constexpr std::string_view name_a_file = "Name a file written by disalign.";

/// `words` in one line.
std::string joined(std::vector<std::string> const& words, std::string_view separator);

/// One public call on a file: keeps HDF5 from printing and turns its negative returns into Error.
class Attempt {
 public:
  Attempt(std::filesystem::path const& path, std::string problem);
  /// `result` of a C function, when it is not a failure.
  template <class Result>
  Result operator()(Result result) const {
    if (result < 0) explain();
    return result;
  }
  /// Own the identifier that a C function has returned.
  [[nodiscard]] Handle own(hid_t id, Handle::Closer closer) const { return {(*this)(id), closer}; }
  /// Fail for a reason of our own.
  [[noreturn]] void refuse(std::string_view why, std::string_view what_to_do) const;

 private:
  [[noreturn]] void explain() const;
  std::filesystem::path const& path_;
  std::string problem_;
};

}  // namespace disalign::hdf5
