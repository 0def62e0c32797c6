# build_info.hpp: version, commit and compiler as constants, written anew only when they change.

# The commit is asked for at every build, not at configure time, or a commit made after
# configuring would not show. Without git or without .git it is "unknown"; a changed tree adds "+".
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(folder ${PROJECT_BINARY_DIR}/generated)
  add_custom_target(disalign_build_info_header
    COMMAND ${CMAKE_COMMAND}
      -D "SOURCE=${PROJECT_SOURCE_DIR}" -D "RESULT=${folder}/disalign/build_info.hpp"
      -D "VERSION=${PROJECT_VERSION}" -D "COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
      -P ${CMAKE_CURRENT_LIST_FILE}
    BYPRODUCTS ${folder}/disalign/build_info.hpp
    COMMENT "" VERBATIM)
  # Link disalign_build_info PRIVATE where `#include <disalign/build_info.hpp>` is wanted.
  add_library(disalign_build_info INTERFACE)
  target_include_directories(disalign_build_info INTERFACE ${folder})
  add_dependencies(disalign_build_info disalign_build_info_header)
  return()
endif()

set(COMMIT "unknown")
find_program(GIT_PROGRAM git)
if(GIT_PROGRAM AND EXISTS "${SOURCE}/.git")
  execute_process(COMMAND ${GIT_PROGRAM} -C ${SOURCE} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    execute_process(COMMAND ${GIT_PROGRAM} -C ${SOURCE} status --porcelain --untracked-files=no
      OUTPUT_VARIABLE changed ERROR_QUIET)
    set(COMMIT "${head}")
    if(NOT changed STREQUAL "")
      string(APPEND COMMIT "+")
    endif()
  endif()
endif()
# file(CONFIGURE) leaves an unchanged file alone, so nothing is compiled again without need.
file(CONFIGURE OUTPUT "${RESULT}" @ONLY CONTENT [[
/// What this build is; written by cmake/build_info.cmake.
#pragma once
#include <string_view>

namespace disalign::build_info {
inline constexpr std::string_view version = "@VERSION@";
inline constexpr std::string_view commit = "@COMMIT@";  // "unknown" outside git, "+": changed tree
inline constexpr std::string_view compiler = "@COMPILER@";
}  // namespace disalign::build_info
]])
