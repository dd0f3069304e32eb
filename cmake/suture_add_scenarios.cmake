# suture_add_scenarios(<target>
#   [PATTERNS <glob>...] [BUDGET <seconds>] [TIMEOUT <seconds>] [SHARDS <n>]
#   [OPTIONS <argument>...] [LABELS <label>...])
#
# Registers each scenario of a target with CTest, so that `ctest -L suture` checks them all:
#
#   a shared library (MODULE or SHARED) compiled by suture-cc or suture-c++: a test for each of its
#   scenarios that one of PATTERNS matches, `<target>.<scenario>`, which is `suture check` and fails
#   where the verdict is not the expected one. OPTIONS go to that command.
#
#   an executable, which is a GoogleTest program: a test for each of its tests, as
#   gtest_discover_tests does it; PATTERNS is one filter of GoogleTest's.
#
# BUDGET is what each has for its search (default: 30), TIMEOUT when CTest gives it up (default: 120
# more than BUDGET). With SHARDS each scenario of a library is searched in so many tests, which CTest
# may run at once, and judged in one that joins them (`suture merge`). All tests have the label
# suture, and LABELS. What scenarios there are is asked for when the target has been built.
include_guard(GLOBAL)
set(suture_discover_script ${CMAKE_CURRENT_LIST_DIR}/suture_discover_scenarios.cmake)

function(suture_add_scenarios target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "BUDGET;TIMEOUT;SHARDS" "PATTERNS;OPTIONS;LABELS")
  if(NOT TARGET ${target})
    message(FATAL_ERROR "suture_add_scenarios: there is no target '${target}'")
  endif()
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "suture_add_scenarios(${target}): what is meant by "
      "'${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}'?")
  endif()
  if(NOT DEFINED arg_BUDGET)
    set(arg_BUDGET 30)
  endif()
  if(NOT DEFINED arg_SHARDS)
    set(arg_SHARDS 1)
  endif()
  foreach(number IN ITEMS BUDGET SHARDS)
    if(NOT arg_${number} MATCHES "^[1-9][0-9]*$")
      message(FATAL_ERROR "suture_add_scenarios(${target}): ${number} is '${arg_${number}}'; "
        "it must be a whole number, at least 1")
    endif()
  endforeach()
  if(NOT DEFINED arg_TIMEOUT)
    math(EXPR arg_TIMEOUT "${arg_BUDGET} + 120")
  endif()
  list(PREPEND arg_LABELS suture)

  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    suture_add_gtest_scenarios(${target})
  elseif(type MATCHES "^(MODULE|SHARED)_LIBRARY$")
    suture_add_module_scenarios(${target})
  else()
    message(FATAL_ERROR "suture_add_scenarios: ${target} is neither a MODULE or SHARED library with "
      "scenarios nor an executable with tests")
  endif()
endfunction()

# What follows sees the arguments above.

macro(suture_add_gtest_scenarios target)
  if(arg_OPTIONS OR NOT arg_SHARDS EQUAL 1)
    message(FATAL_ERROR "suture_add_scenarios(${target}): OPTIONS and SHARDS are for libraries")
  endif()
  include(GoogleTest)
  list(JOIN arg_PATTERNS ":" filter)
  set(filter_argument)
  if(filter)
    set(filter_argument TEST_FILTER "${filter}")
  endif()
  gtest_discover_tests(${target} TEST_PREFIX ${target}. ${filter_argument}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
      ENVIRONMENT SUTURE_BUDGET=${arg_BUDGET})
endmacro()

macro(suture_add_module_scenarios target)
  if(NOT TARGET suture::command)
    message(FATAL_ERROR "suture_add_scenarios(${target}): this build of Suture has no command")
  endif()
  # The tests stand in a file that is written when the target is built.
  set(tests ${CMAKE_CURRENT_BINARY_DIR}/${target}-suture-tests.cmake)
  set(include ${CMAKE_CURRENT_BINARY_DIR}/${target}-suture-include.cmake)
  file(CONFIGURE OUTPUT ${include} @ONLY CONTENT [[
if(EXISTS "@tests@")
  include("@tests@")
else()
  add_test(@target@.NOT_BUILT @target@.NOT_BUILT)
  set_tests_properties(@target@.NOT_BUILT PROPERTIES LABELS "@arg_LABELS@")
endif()
]])
  add_custom_command(TARGET ${target} POST_BUILD
    BYPRODUCTS ${tests}
    COMMAND ${CMAKE_COMMAND}
      -D "TARGET=${target}"
      -D "MODULE=$<TARGET_FILE:${target}>"
      -D "COMMAND=$<TARGET_FILE:suture::command>"
      -D "TESTS=${tests}"
      -D "FOLDER=${CMAKE_CURRENT_BINARY_DIR}/${target}-suture"
      -D "WORKING_DIRECTORY=${CMAKE_CURRENT_SOURCE_DIR}"
      -D "PATTERNS=${arg_PATTERNS}"
      -D "OPTIONS=${arg_OPTIONS}"
      -D "LABELS=${arg_LABELS}"
      -D "BUDGET=${arg_BUDGET}"
      -D "TIMEOUT=${arg_TIMEOUT}"
      -D "SHARDS=${arg_SHARDS}"
      -P ${suture_discover_script}
    VERBATIM)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${include})
endmacro()
