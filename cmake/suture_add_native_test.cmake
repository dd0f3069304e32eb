# suture_add_native_test(<name> SOURCES <file>... [LINKS <target or library>...] [PAIRS]
#   [PATTERNS <glob>...] [BUDGET <seconds>] [TIMEOUT <seconds>] [SHARDS <n>]
#   [OPTIONS <argument>...] [LABELS <label>...])
#
# Compiles C and C++ by suture-cc and suture-c++ into a module (a MODULE library <name>, to which
# target_compile_options and the like apply), whatever the project's compiler is, and registers its
# scenarios with CTest: the rest of the arguments are those of suture_add_scenarios. With PAIRS it is
# its operations instead, all of them as one test `<name>.pairs`; PATTERNS and OPTIONS are then those
# of `suture pairs`, and BUDGET what each pair has (default: 10).
#
# What it LINKS is seen by the search only where it was compiled so, too.
include_guard(GLOBAL)
include(${CMAKE_CURRENT_LIST_DIR}/suture_add_scenarios.cmake)

function(suture_add_native_test name)
  set(values BUDGET TIMEOUT SHARDS)
  set(lists PATTERNS OPTIONS LABELS)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PAIRS" "${values}" "SOURCES;LINKS;${lists}")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "suture_add_native_test(${name}): what is meant by "
      "'${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}'?")
  endif()
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "suture_add_native_test(${name}): there are no SOURCES")
  endif()
  if(NOT suture_native_launcher OR NOT EXISTS "${suture_native_launcher}")
    message(FATAL_ERROR "suture_add_native_test(${name}): this build of Suture has no suture-cc")
  endif()

  add_library(${name} MODULE ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS})
  foreach(language wrapper IN ZIP_LISTS suture_native_languages suture_native_wrappers)
    set(launched ${suture_native_launcher} ${suture_native_compilers}/${wrapper})
    set_target_properties(${name} PROPERTIES
      ${language}_COMPILER_LAUNCHER "${launched}" ${language}_LINKER_LAUNCHER "${launched}")
  endforeach()

  if(arg_PAIRS)
    suture_add_pairs(${name})
    return()
  endif()
  set(rest)
  foreach(option IN LISTS values lists)
    if(DEFINED arg_${option})
      list(APPEND rest ${option} ${arg_${option}})
    endif()
  endforeach()
  suture_add_scenarios(${name} ${rest})
endfunction()

set(suture_native_languages C CXX)
set(suture_native_wrappers suture-cc suture-c++)

# Sees the arguments above.
macro(suture_add_pairs name)
  if(DEFINED arg_SHARDS)
    message(FATAL_ERROR "suture_add_native_test(${name}): SHARDS are for scenarios, not for PAIRS")
  endif()
  if(NOT DEFINED arg_BUDGET)
    set(arg_BUDGET 10)
  endif()
  if(NOT DEFINED arg_TIMEOUT)
    set(arg_TIMEOUT 1500)
  endif()
  add_test(NAME ${name}.pairs COMMAND $<TARGET_FILE:suture::command> pairs $<TARGET_FILE:${name}>
    ${arg_PATTERNS} --jobs 1 --budget ${arg_BUDGET}s ${arg_OPTIONS})
  set_tests_properties(${name}.pairs PROPERTIES
    LABELS "suture;${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endmacro()
