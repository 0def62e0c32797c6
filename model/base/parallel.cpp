/// Parts of a step on threads: the only file that uses OpenMP.
#include "model/base/parallel.hpp"

#include <atomic>
#include <exception>

namespace disalign {
namespace {

std::atomic<int> threads{1};

}  // namespace

void use_step_threads(int number) { threads.store(number < 1 ? 1 : number); }

int step_threads() { return threads.load(std::memory_order_relaxed); }

void run_parts(std::size_t parts, void (*part)(void const* body, std::size_t k), void const* body) {
  int const crew = step_threads();
  if (crew == 1 || parts < 2) {
    for (std::size_t k = 0; k < parts; ++k) part(body, k);
    return;
  }
  std::exception_ptr fault;  // of the lowest part that failed: the same on any number of threads
  std::size_t failed = parts;
#pragma omp parallel for num_threads(crew) schedule(dynamic, 1) default(shared)
  for (std::size_t k = 0; k < parts; ++k) {
    try {
      part(body, k);
    } catch (...) {
#pragma omp critical(disalign_fault)
      if (k < failed) {
        failed = k;
        fault = std::current_exception();
      }
    }
  }
  if (fault) std::rethrow_exception(fault);
}

}  // namespace disalign
