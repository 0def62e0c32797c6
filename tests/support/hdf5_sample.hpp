/// What the tests of the HDF5 layer share: a sample file of every kind, and messages that are read.
#pragma once
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "experiments/hdf5.hpp"

namespace disalign::test {

/// A folder that is removed with everything in it.
struct Folder {
  std::filesystem::path path;
  Folder();
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
};

std::string bytes_of(std::filesystem::path const& path);
/// Message of the disalign::Error that `act` throws, "" when it throws none.
std::string error_of(std::function<void()> const& act);
/// Checks that a message holds every part.
bool says(std::string const& message, std::vector<std::string> const& parts);

/// Writes every kind of thing the layer knows and returns what was written.
nlohmann::json write_sample(std::filesystem::path const& path);

}  // namespace disalign::test
