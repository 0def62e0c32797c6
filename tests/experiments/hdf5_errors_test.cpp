/// The HDF5 layer: every failure says why and what to do.
#include <doctest/doctest.h>
#include <hdf5.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <tuple>

#include "tests/support/hdf5_sample.hpp"
#include "tests/support/skip.hpp"

namespace fs = std::filesystem;
using disalign::hdf5::File;
using std::string;
using std::vector;
using namespace disalign::test;

TEST_CASE("hdf5: a file that cannot be opened says why and what to do") {
  Folder const folder;
  string const home = folder.path.string();
  says(error_of([&] { (void)File::open(home + "/none.h5"); }),
       {home + "/none.h5: cannot open the file (no such file or folder). Check"});
  says(error_of([&] { (void)File::open(home); }), {home, "it is a folder", "Name a file"});
  std::ofstream(home + "/text.h5") << "these are only words\n";
  says(error_of([&] { (void)File::open(home + "/text.h5"); }),
       {"text.h5", "it is not an HDF5 file", "Name a file"});
  std::ofstream(home + "/empty.h5").flush();
  says(error_of([&] { (void)File::open(home + "/empty.h5"); }),
       {"empty.h5", "it is not an HDF5 file"});
  write_sample(home + "/a.h5");
  fs::resize_file(home + "/a.h5", fs::file_size(home + "/a.h5") / 2);
  says(error_of([&] { (void)File::open(home + "/a.h5"); }),
       {"a.h5", "its end is missing", "Repeat"});
}

TEST_CASE("hdf5: a folder that cannot be written says why and what to do") {
  Folder const folder;
  string const home = folder.path.string();
  says(error_of([&] { (void)File::create(home + "/none/a.h5"); }),
       {home + "/none/a.h5", "no such file or folder"});
  std::ofstream(home + "/file") << "x";
  says(error_of([&] { (void)File::create(home + "/file/a.h5"); }),
       {"part of its path is a file", "Choose a folder"});
  if (::geteuid() == 0) {
    disalign::test::skip("root may write everywhere: a read-only folder");
  } else {
    fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
    says(error_of([&] { (void)File::create(home + "/a.h5"); }),
         {"permission denied", "Choose a folder"});
    fs::permissions(folder.path, fs::perms::owner_all);
  }
}

TEST_CASE("hdf5: a file open elsewhere names the variable that turns locks off") {
  if (std::getenv("HDF5_USE_FILE_LOCKING") != nullptr) {
    disalign::test::skip("HDF5_USE_FILE_LOCKING is set");
    return;
  }
  Folder const folder;
  fs::path const path = folder.path / "a.h5";
  write_sample(path);
  // A lock of another open file description is what another process would hold.
  string const hold =
      "flock -x " + path.string() + " sleep 20 & echo $! > " + (folder.path / "pid").string();
  REQUIRE(std::system(hold.c_str()) == 0);
  ::usleep(500'000);
  string const message = error_of([&] { (void)File::open(path); });
  std::ignore = std::system(("kill $(cat " + (folder.path / "pid").string() + ")").c_str());
  says(message, {"a.h5", "another program has it open", "HDF5_USE_FILE_LOCKING=FALSE"});
}

TEST_CASE("hdf5: a write beyond the space left is an error, not silence") {
  Folder const folder;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit const small{200'000, before.rlim_max};
  // The long one fails while it is written; the short one waits in memory and fails when closing.
  for (std::size_t const length : {200'000U, 40'000U}) {
    CAPTURE(length);
    vector<double> noise(length);
    for (std::size_t i = 0; i < length; ++i) noise[i] = std::sin(static_cast<double>(i * i));
    string message;
    {
      File file = File::create(folder.path / "a.h5");
      file.coordinate({.name = "y", .units = "1", .long_name = "y"}, vector<double>(length));
      file.flush();
      REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
      message = error_of([&] {
        file.write("y", noise);
        CHECK(length < 100'000);
        file.finish(folder.path / "final.h5");
      });
    }  // the file cannot be closed either: the library must survive that, up to the program's end
    ::setrlimit(RLIMIT_FSIZE, &before);
    says(message, {"a.h5", "a limit on the size of files was reached", "ulimit -f"});
    CHECK_FALSE(fs::exists(folder.path / "final.h5"));
  }
  std::signal(SIGXFSZ, handler);
  // The program goes on: other files are made as before, and it ends without a crash.
  write_sample(folder.path / "b.h5");
}

TEST_CASE("hdf5: a damaged list of dimensions and a claim of much are refused, not believed") {
  Folder const folder;
  string const path = (folder.path / "a.h5").string();
  {
    File file = File::create(path);
    file.coordinate({.name = "week", .units = "week", .long_name = "week"},
                    vector<std::int32_t>{0, 1, 2});
    file.variable({.name = "deaths", .units = "person", .long_name = "deaths"},
                  disalign::hdf5::Type::int32, {"week"});
    file.write("deaths", vector<std::int32_t>{1, 2, 3});
    file.close();
  }
  says(error_of([&] { (void)File::open(path).read_shaped<std::int32_t>("deaths", {4}); }),
       {"deaths", "its shape is [3], not [4]", "repeat the command"});
  CHECK(File::open(path).entries().back().dimensions == vector<string>{"week"});
  hid_t const file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  hid_t const deaths = H5Dopen2(file, "deaths", H5P_DEFAULT);
  REQUIRE(H5Adelete(deaths, "DIMENSION_LIST") >= 0);
  hid_t const scalar = H5Screate(H5S_SCALAR);
  hid_t const number =
      H5Acreate2(deaths, "DIMENSION_LIST", H5T_NATIVE_INT, scalar, H5P_DEFAULT, H5P_DEFAULT);
  int const nonsense = 7;
  REQUIRE(H5Awrite(number, H5T_NATIVE_INT, &nonsense) >= 0);
  hsize_t const extent = hsize_t{1} << 40U;
  hsize_t const chunk = 1;
  hid_t const much = H5Screate_simple(1, &extent, nullptr);
  hid_t const chunked = H5Pcreate(H5P_DATASET_CREATE);
  REQUIRE(H5Pset_chunk(chunked, 1, &chunk) >= 0);
  hid_t const claim =
      H5Dcreate2(file, "claim", H5T_NATIVE_INT, much, H5P_DEFAULT, chunked, H5P_DEFAULT);
  REQUIRE(claim >= 0);
  for (hid_t const dataset : {deaths, claim}) H5Dclose(dataset);
  for (hid_t const space : {scalar, much}) H5Sclose(space);
  H5Aclose(number);
  H5Pclose(chunked);
  H5Fclose(file);
  says(error_of([&] { (void)File::open(path).entries(); }), {"its list of dimensions is damaged"});
  says(error_of([&] { (void)File::open(path).read<std::int32_t>("claim"); }),
       {"claim", "too small to hold as many values"});
}
