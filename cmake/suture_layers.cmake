# Functions the folders' CMakeLists.txt are written with.
include_guard(GLOBAL)

# suture_add_folder(<folder>): add_subdirectory for a folder that may not exist yet. The glob makes
# the build notice when it appears.
function(suture_add_folder folder)
  file(GLOB present CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
  if(present)
    add_subdirectory(${folder})
  endif()
endfunction()

# suture_add_layer(<name> SOURCES <file>... [LINKS <target>...] [PRECOMPILE <header>...])
#
# A library of the house: <name>, static, compiled under suture_warnings with the repository root
# as its include directory. Its object files go by <name>_objects, so that the one library that is
# installed can be put together from several layers without compiling anything twice. A layer of
# headers only (no SOURCES) is an interface library.
function(suture_add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "SOURCES;LINKS;PRECOMPILE")
  if(NOT layer_SOURCES)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${layer_LINKS})
    return()
  endif()
  add_library(${name}_objects OBJECT ${layer_SOURCES})
  target_include_directories(${name}_objects PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name}_objects PUBLIC ${layer_LINKS} PRIVATE suture_warnings)
  suture_precompile(${name}_objects ${layer_PRECOMPILE})
  add_library(${name} STATIC $<TARGET_OBJECTS:${name}_objects>)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${layer_LINKS})
endfunction()

# suture_use_backend(<target> engine|relacy|native): which backend of model/sync the target's
# sources are compiled against. Private: a binary may hold one library for each.
function(suture_use_backend target backend)
  if(NOT backend MATCHES "^(engine|relacy|native)$")
    message(FATAL_ERROR "${target}: no backend '${backend}'; there are engine, relacy and native")
  endif()
  string(TOUPPER ${backend} upper)
  target_compile_definitions(${target} PRIVATE SUTURE_BACKEND_${upper}=1)
endfunction()

# suture_compile_test(<target>): a test's own code runs for less time than -O2 would take over it.
function(suture_compile_test target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# suture_add_test(<name> SOURCES <file>... [LINKS <target>...] [LABELS <label>...] [TIMEOUT <s>])
#
# A GoogleTest program (main included) of which CTest knows every single test by name.
function(suture_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "TIMEOUT" "SOURCES;LINKS;LABELS")
  if(NOT test_TIMEOUT)
    set(test_TIMEOUT 120)
  endif()
  add_executable(${name} ${test_SOURCES})
  suture_precompile_test(${name})
  suture_compile_test(${name})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${test_LINKS} rapidcheck_gtest rapidcheck GTest::gmock
    GTest::gtest_main fmt::fmt suture_warnings)
  # PRE_TEST: names are asked for when tests run, so a build never runs what it has just built.
  gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT ${test_TIMEOUT} LABELS "${test_LABELS}")
endfunction()
