/// Memory for what a rule needs for a moment, so that no week asks the system for any.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <memory_resource>

namespace disalign {

/// Hands out memory from one block and takes it all back at once. Where the block is too small the
/// system helps, and the block is as large as was needed from the next `reset` on.
///     std::pmr::vector<int> rows(&state.arena);
class Arena : public std::pmr::memory_resource {
 public:
  Arena() = default;
  // A copied state gets a block of its own: what lies in an arena lives within one rule.
  Arena(Arena const&) : Arena() {}
  Arena(Arena&&) noexcept : Arena() {}
  Arena& operator=(Arena const&) { return *this; }
  Arena& operator=(Arena&&) noexcept { return *this; }
  ~Arena() override = default;

  /// Everything handed out must be gone.
  void reset() {
    if (needed_ > size_) {
      size_ = needed_ + needed_ / 2;
      block_ = std::make_unique<std::byte[]>(size_);
    }
    used_ = needed_ = 0;
  }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    constexpr std::size_t step = alignof(std::max_align_t);
    bytes = (bytes + step - 1) / step * step;
    needed_ += bytes;
    if (alignment > step || used_ + bytes > size_)
      return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    std::byte* const place = block_.get() + used_;
    used_ += bytes;
    return place;
  }
  void do_deallocate(void* place, std::size_t bytes, std::size_t alignment) override {
    constexpr std::size_t step = alignof(std::max_align_t);
    bytes = (bytes + step - 1) / step * step;
    auto* const byte = static_cast<std::byte*>(place);
    bool const own = block_ != nullptr && !std::less<>{}(byte, block_.get()) &&
                     std::less<>{}(byte, block_.get() + size_);
    if (!own) {
      std::pmr::new_delete_resource()->deallocate(place, bytes, alignment);
    } else if (byte + bytes == block_.get() + used_) {
      used_ -= bytes;  // the last one gives its place back
    }
  }
  [[nodiscard]] bool do_is_equal(std::pmr::memory_resource const& other) const noexcept override {
    return this == &other;
  }

  std::unique_ptr<std::byte[]> block_;
  std::size_t size_ = 0, used_ = 0, needed_ = 0;
};

}  // namespace disalign
