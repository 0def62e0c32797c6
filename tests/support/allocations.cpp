/// The counting `operator new`.
#include "tests/support/allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::uint64_t> count{0};
}  // namespace

namespace disalign::test {
std::uint64_t allocations() { return count.load(std::memory_order_relaxed); }
}  // namespace disalign::test

// The thread sanitizer's own `operator new` may not be replaced: under it nothing is counted, and the
// tests that count are not compiled (scripts/test).
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DISALIGN_UNCOUNTED
#endif
#endif
#ifndef DISALIGN_UNCOUNTED
namespace {

void* counted(std::size_t bytes) {
  count.fetch_add(1, std::memory_order_relaxed);
  if (void* const place = std::malloc(bytes == 0 ? 1 : bytes)) return place;  // NOLINT
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes); }
void* operator new[](std::size_t bytes) { return counted(bytes); }
void operator delete(void* place) noexcept { std::free(place); }                 // NOLINT
void operator delete[](void* place) noexcept { std::free(place); }               // NOLINT
void operator delete(void* place, std::size_t) noexcept { std::free(place); }    // NOLINT
void operator delete[](void* place, std::size_t) noexcept { std::free(place); }  // NOLINT
#endif
