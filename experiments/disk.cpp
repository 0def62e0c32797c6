/// Buffered writing with errors noticed, fsync, rename and flock.
#include "experiments/disk.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <libdeflate.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <thread>
#include <utility>
#include <vector>

#include "experiments/injected_faults.hpp"
#include "model/base/check.hpp"

namespace disalign::disk {

namespace {

constexpr std::string_view make_room =
    "Free some space or choose another folder, then repeat the same command.";
constexpr std::string_view other_folder = "Choose a folder that you may use.";

constexpr std::array known{
    Remedy{"No space left", "the disk is full", make_room},
    Remedy{"Disk quota exceeded", "your disk quota is used up", make_room},
    Remedy{"File too large", "a limit on the size of files was reached",
           "Raise it (ulimit -f) and repeat the command."},
    Remedy{"Input/output error", "the disk does not answer", "Repeat the command on another disk."},
    Remedy{"No such file", "no such file or folder", "Check the name and its folder."},
    Remedy{"Not a directory", "part of its path is a file, not a folder", other_folder},
    Remedy{"Is a directory", "it is a folder", "Name a file."},
    Remedy{"Permission denied", "permission denied", other_folder},
    Remedy{"Operation not permitted", "permission denied", other_folder},
    Remedy{"Read-only file system", "the file system is read-only", other_folder},
};

/// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  [[nodiscard]] int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::filesystem::path folder_of(std::filesystem::path const& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

std::string this_process() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return fmt::format("process {} on {}, since {:%Y-%m-%dT%H:%M:%SZ}", getpid(), host.data(),
                     fmt::gmtime(std::time(nullptr)));
}

std::string content(int descriptor) {
  std::array<char, 512> text{};
  auto const size = ::pread(descriptor, text.data(), text.size() - 1, 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "";
}

}  // namespace

std::span<Remedy const> remedies() { return known; }

void fail(std::filesystem::path const& path, std::string_view problem, int number) {
  std::string const words = std::strerror(number);
  auto const* found =
      std::ranges::find_if(known, [&](Remedy const& r) { return words.starts_with(r.words); });
  bool const named = found != known.end();
  throw Error(fmt::format("{}: {} ({}). {}", path.string(), problem,
                          named ? found->why : std::string_view(words),
                          named ? found->what_to_do : other_folder));
}

void sync(std::filesystem::path const& path) {
  Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0 || ::fsync(file.number()) != 0)
    fail(path, "cannot be made durable on the disk", errno);
}

void seal(std::filesystem::path const& from, std::filesystem::path const& to) {
  sync(from);
  if (std::rename(from.c_str(), to.c_str()) == 0) {
    sync(folder_of(to));
    return;
  }
  if (errno != EXDEV) fail(to, fmt::format("cannot rename {} to it", from.string()), errno);
  disk::copy(from, to);
  std::error_code ignored;
  std::filesystem::remove(from, ignored);
}

// Not std::filesystem::copy_file, which calls every failure an error of input or output.
void copy(std::filesystem::path const& from, std::filesystem::path const& to) {
  std::ifstream source(from, std::ios::binary);
  if (!source) fail(from, "cannot be read", errno);
  Writer writer(Scratch().part_of(to));
  std::vector<char> buffer(1U << 20U);
  while (source.read(buffer.data(), static_cast<std::streamsize>(buffer.size())),
         source.gcount() > 0)
    writer.write(std::as_bytes(std::span(buffer)).first(static_cast<std::size_t>(source.gcount())));
  if (!source.eof()) fail(from, "cannot be read", EIO);
  writer.seal(to);
}

void make_folder(std::filesystem::path const& folder) {
  std::error_code failed;
  if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  if (failed) fail(folder, "the output folder cannot be made", failed.value());
}

void write_text(std::filesystem::path const& path, std::string const& text) {
  Writer writer(Scratch().part_of(path));
  writer.write(std::as_bytes(std::span(text)));
  writer.seal(path);
}

void Writer::Close::operator()(std::FILE* file) const { std::fclose(file); }

Writer::Writer(std::filesystem::path part)
    : part_(std::move(part)), file_(std::fopen(part_.c_str(), "wbe")) {
  if (!file_) fail(part_, "cannot make the file", errno);
}

Writer::~Writer() {
  if (!file_) return;
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

void Writer::write(std::span<std::byte const> bytes) {
  int const injected = injected_write_error(bytes.size());
  if (injected != 0 || std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
    fail(part_, "cannot be written", injected != 0 ? injected : errno);
  checksum_ = libdeflate_crc32(checksum_, bytes.data(), bytes.size());
}

void Writer::seal(std::filesystem::path const& final_path) {
  if (std::fflush(file_.get()) != 0) fail(part_, "cannot be written", errno);
  disk::seal(part_, final_path);
  file_.reset();
}

Lock::Lock(std::filesystem::path const& path, Kind kind, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds pause{50};
  char const* const locking = std::getenv("HDF5_USE_FILE_LOCKING");
  if (locking != nullptr && std::string_view(locking) == "FALSE") return;
  for (int folders_made = 0;;) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    // Whoever finished in between may have removed the folder.
    if (file.number() < 0 && errno == ENOENT && folders_made++ < 20) {
      make_folder(folder_of(path));
      continue;
    }
    if (file.number() < 0) fail(path, "cannot make the file", errno);
    int const how = (kind == Kind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    bool locked_it = ::flock(file.number(), how) == 0;
    // It may be someone who only looks whether it is locked.
    for (auto waited = pause; waited <= patience && !locked_it && errno == EWOULDBLOCK;
         waited += pause) {
      std::this_thread::sleep_for(pause);
      locked_it = ::flock(file.number(), how) == 0;
    }
    if (!locked_it) {
      if (errno == EWOULDBLOCK) {
        throw Error(fmt::format(
            "{}: another program is at work there ({}). Wait until it ends, or choose another "
            "output with -o.",
            folder_of(path).string(), content(file.number())));
      }
      std::string const why = std::strerror(errno);
      ::unlink(path.c_str());  // nobody can hold it
      throw Error(
          fmt::format("{}: cannot be locked ({}). On a file system without locks set "
                      "HDF5_USE_FILE_LOCKING=FALSE, and start one program at a time.",
                      path.string(), why));
    }
    // Whoever finished in between has removed the file that was locked: lock the one of that name.
    struct stat locked{};
    struct stat named{};
    if (::fstat(file.number(), &locked) != 0 || ::stat(path.c_str(), &named) != 0 ||
        locked.st_ino != named.st_ino || locked.st_dev != named.st_dev)
      continue;
    descriptor_ = file.release();
    std::string const text = this_process();
    bool const written =
        ::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, text.data(), text.size(), 0) > 0;
    static_cast<void>(written);  // who holds it is only told; a full disk does not matter here
    return;
  }
}

Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

std::string Lock::holder(std::filesystem::path const& path) {
  Descriptor const file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.number() < 0 || ::flock(file.number(), LOCK_EX | LOCK_NB) == 0) return "";
  return content(file.number());
}

Scratch::Scratch(std::filesystem::path const& folder, std::string const& name) {
  if (folder.empty()) return;
  folder_ = folder / ("disalign-" + name);
  std::error_code failed;
  std::filesystem::create_directory(folder_, failed);
  if (failed) fail(folder_, "the scratch folder cannot be made", failed.value());
  lock_ = std::make_unique<Lock>(folder_ / "lock", Lock::Kind::exclusive);
  std::error_code ignored;
  for (auto const& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() == ".part") std::filesystem::remove(entry.path(), ignored);
  }
}

Scratch::~Scratch() {
  std::error_code ignored;
  if (lock_) std::filesystem::remove_all(folder_, ignored);
}

Scratch& Scratch::operator=(Scratch&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(lock_, other.lock_);
  return *this;
}

std::filesystem::path Scratch::part_of(std::filesystem::path const& path) const {
  std::filesystem::path part = path.string() + ".part";
  return lock_ ? folder_ / part.filename() : part;
}

}  // namespace disalign::disk
