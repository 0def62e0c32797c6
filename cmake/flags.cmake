# Two interface targets that every target of the project uses: numbers and warnings.

# disalign_numbers: the same bytes everywhere. Contraction into fused multiply-adds would make the
# result depend on the instruction set; errno and trapping arithmetic only forbid vector code and
# change no value. There is no fast-math anywhere. `omp simd` needs no OpenMP library.
# PUBLIC on purpose: a test or a bench that inlines the model must compute what the program computes.
add_library(disalign_numbers INTERFACE)
target_include_directories(disalign_numbers INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(disalign_numbers INTERFACE
  $<$<NOT:$<CONFIG:Debug>>:${DISALIGN_OPTIMISATION}>
  -ffp-contract=off -fno-math-errno -fno-trapping-math -fopenmp-simd
  -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=) # messages name model/state.cpp, not a folder of this machine
target_compile_definitions(disalign_numbers INTERFACE
  EIGEN_DONT_PARALLELIZE # Eigen's own threads would make the order of sums depend on their number
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

# disalign_warnings: for our own files only; third-party headers are system headers.
# g++ 12 reports -Wrestrict inside std::string where nothing overlaps (GCC bug 105651, mended in 13).
add_library(disalign_warnings INTERFACE)
target_compile_options(disalign_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${DISALIGN_WERROR}>:-Werror>)
