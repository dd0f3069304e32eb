# Headers that are read once for a target instead of once for each of its sources. Reading the
# standard library, fmt and gmock takes longer than compiling most of our files.
#
# -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without, which shows whether each source includes
# what it uses; ci/lint and ci/thorough do.
include_guard(GLOBAL)

# ccache keeps what was compiled with such headers only if it is told that it may.
if(CCACHE_PROGRAM AND CMAKE_CXX_COMPILER_LAUNCHER STREQUAL CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

set(suture_common_headers
  <algorithm> <atomic> <cstdint> <functional> <memory> <optional> <span> <string> <string_view>
  <unordered_map> <vector>)

# suture_precompile(<target> [<header>...]): the common headers, and those named.
function(suture_precompile target)
  target_precompile_headers(${target} PRIVATE ${suture_common_headers} ${ARGN})
endfunction()

# suture_precompile_test(<target>): the same for test programs, with what all of them use. One
# precompiled header serves them all.
function(suture_precompile_test target)
  if(NOT TARGET suture_test_headers)
    set(source ${PROJECT_BINARY_DIR}/test_headers.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "// Has the tests' common headers compiled.\n")
    add_library(suture_test_headers OBJECT ${source})
    target_link_libraries(suture_test_headers PRIVATE rapidcheck_gtest rapidcheck GTest::gmock
      GTest::gtest_main fmt::fmt suture_warnings)
    suture_compile_test(suture_test_headers)
    suture_precompile(suture_test_headers
      <fmt/format.h> <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h> <rapidcheck/gtest.h>)
  endif()
  target_precompile_headers(${target} REUSE_FROM suture_test_headers)
endfunction()
