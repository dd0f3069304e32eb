# suture_warnings: the flags our own sources are held to. Private to the build, never installed.
include_guard(GLOBAL)

add_library(suture_warnings INTERFACE)
target_compile_options(suture_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  # A site in a trace is relative to the root, so that it reads the same wherever it was built.
  -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(suture_warnings INTERFACE
    # False alarms of g++ 12 on `"literal" + std::string` (GCC bug 105651) and on temporaries of it.
    $<$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>:-Wno-restrict>
    $<$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>:-Wno-array-bounds>
    # Under a sanitizer it takes the members of moved functions for uninitialised (<regex>).
    $<$<STREQUAL:${SUTURE_SANITIZE},address>:-Wno-maybe-uninitialized>
    # g++ warns that ThreadSanitizer does not see fences; the fences stay all the same.
    $<$<STREQUAL:${SUTURE_SANITIZE},thread>:-Wno-tsan>)
endif()
