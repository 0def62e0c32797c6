/// Files that survive: written under a temporary name, checked, made durable, renamed.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace disalign::disk {

/// What a failure of the operating system means to a user, and what to do about it.
struct Remedy {
  std::string_view words;  ///< as strerror begins
  std::string_view why, what_to_do;
};
/// The remedies, most telling first; HDF5 reports the same words in its own messages.
std::span<Remedy const> remedies();

/// Throws Error "<path>: <problem> (<why>). <what to do>"; `number` is an errno.
[[noreturn]] void fail(std::filesystem::path const& path, std::string_view problem, int number);

/// Makes the content of a file, or the names in a folder, durable. Throws Error.
void sync(std::filesystem::path const& path);

/// Makes `from` durable and renames it to `to`, which it replaces in one step; makes the name durable.
/// From another file system it is copied to `to`.part first. Throws Error.
void seal(std::filesystem::path const& from, std::filesystem::path const& to);

/// Copies a file; the copy has its name when all of it is durable. Throws Error.
void copy(std::filesystem::path const& from, std::filesystem::path const& to);

/// Makes a folder and those above it. Throws Error.
void make_folder(std::filesystem::path const& folder);

/// Writes a small text so that a reader finds all of it or the one before.
void write_text(std::filesystem::path const& path, std::string const& text);

/// A file that is written from front to end under the temporary name `part`; it keeps the CRC-32 of
/// what was written. A writer that is not sealed leaves no file.
class Writer {
 public:
  explicit Writer(std::filesystem::path part);
  ~Writer();
  Writer(Writer&& other) noexcept = default;
  Writer& operator=(Writer&&) = delete;
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;

  /// Throws Error when the disk is full or does not answer.
  void write(std::span<std::byte const> bytes);
  [[nodiscard]] std::uint32_t checksum() const { return checksum_; }
  /// Makes it durable and renames it to `final_path`.
  void seal(std::filesystem::path const& final_path);

 private:
  struct Close {
    void operator()(std::FILE* file) const;
  };
  std::filesystem::path part_;
  std::unique_ptr<std::FILE, Close> file_;
  std::uint32_t checksum_ = 0;
};

/// A lock on a file that ends with the process, however it ends.
class Lock {
 public:
  enum class Kind { shared, exclusive };
  /// Makes the file and its folder if need be. Who holds it has `patience` to let go. Throws Error naming the holder,
  /// or that its file system has no locks; with HDF5_USE_FILE_LOCKING=FALSE nothing is locked.
  Lock(std::filesystem::path const& path, Kind kind,
       std::chrono::milliseconds patience = std::chrono::milliseconds(250));
  ~Lock();
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  Lock(Lock const&) = delete;
  Lock& operator=(Lock const&) = delete;

  /// Who holds it: "process 12 on host, since ..."; "" when nobody does.
  static std::string holder(std::filesystem::path const& path);

 private:
  int descriptor_ = -1;
};

/// Where files lie until they are sealed: beside the finished ones, or in a folder on a disk that is
/// faster or need not be kept, such as a cluster node's own.
class Scratch {
 public:
  Scratch() = default;
  /// Makes `folder`/disalign-`name`, for this process alone, or clears the one that a killed process
  /// of that name has left. An empty `folder` stands for none. Throws Error.
  Scratch(std::filesystem::path const& folder, std::string const& name);
  /// Removes it with what was not sealed.
  ~Scratch();
  Scratch(Scratch&& other) noexcept = default;
  Scratch& operator=(Scratch&& other) noexcept;
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;

  /// The temporary name of what will be the file `path`.
  [[nodiscard]] std::filesystem::path part_of(std::filesystem::path const& path) const;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Lock> lock_;  // none: no folder
};

}  // namespace disalign::disk
