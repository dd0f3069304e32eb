# What every target is compiled with, whoever wrote it: language, optimisation, sanitizers.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Not CMAKE_POSITION_INDEPENDENT_CODE: with -fPIC g++ must not inline a function that a shared
# library could replace, and the engine lives on small functions. The compilers' default (PIE) links
# anywhere but into a shared library.

# The rest is the business of whoever owns the build; as a part of another project we take theirs.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()
# -g1 keeps function names and lines for crash reports at a tenth of the size of -g.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")

set(SUTURE_SANITIZE "" CACHE STRING "Build under a sanitizer: address (with undefined), thread")
set_property(CACHE SUTURE_SANITIZE PROPERTY STRINGS "" address thread)
if(SUTURE_SANITIZE STREQUAL "address")
  set(sanitizer -fsanitize=address,undefined -fno-sanitize-recover=undefined)
elseif(SUTURE_SANITIZE STREQUAL "thread")
  set(sanitizer -fsanitize=thread)
elseif(SUTURE_SANITIZE)
  message(FATAL_ERROR "SUTURE_SANITIZE is '${SUTURE_SANITIZE}'; it can be address, thread or empty")
endif()
if(SUTURE_SANITIZE)
  # -O1 and frame pointers: readable stacks at a bearable speed.
  add_compile_options(${sanitizer} -fno-omit-frame-pointer -O1)
  add_link_options(${sanitizer})
endif()

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
