# Run when a module has been built: writes down its scenarios as tests of CTest. See
# suture_add_scenarios.cmake, which gives the variables.
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND ${COMMAND} list ${MODULE} ${PATTERNS} --json
  OUTPUT_VARIABLE catalogue ERROR_VARIABLE complaint RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "suture_add_scenarios(${TARGET}): ${complaint}")
endif()

set(text "")

# one_test(<name> <what its other properties are> <command>...)
function(one_test name properties)
  set(words "")
  foreach(word IN LISTS ARGN)
    string(APPEND words " [==[${word}]==]")
  endforeach()
  string(APPEND text "add_test([==[${name}]==]${words})\n"
    "set_tests_properties([==[${name}]==] PROPERTIES LABELS [==[${LABELS}]==] TIMEOUT ${TIMEOUT}\n"
    "  WORKING_DIRECTORY [==[${WORKING_DIRECTORY}]==]${properties})\n")
  set(text "${text}" PARENT_SCOPE)
endfunction()

# Parts of a search, and the test that joins them once they are there.
function(divided_test name scenario number)
  set(parts)
  foreach(part RANGE 1 ${SHARDS})
    set(report ${FOLDER}/${number}.${part}.json)
    list(APPEND parts ${report})
    one_test("${name}.part${part}" " FIXTURES_SETUP [==[${name}]==]" ${check} ${scenario} ${OPTIONS}
      --shard ${part}/${SHARDS} --json ${report})
  endforeach()
  one_test("${name}" " FIXTURES_REQUIRED [==[${name}]==]" ${COMMAND} merge ${parts})
  set(text "${text}" PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY ${FOLDER})
set(check ${COMMAND} check ${MODULE} --jobs 1 --budget ${BUDGET}s)
string(JSON count LENGTH "${catalogue}" scenarios)
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON scenario GET "${catalogue}" scenarios ${i} scenario)
  string(JSON variant GET "${catalogue}" scenarios ${i} variant)
  if(variant)
    string(APPEND scenario "/${variant}")
  endif()
  if(SHARDS EQUAL 1)
    one_test("${TARGET}.${scenario}" "" ${check} ${scenario} ${OPTIONS})
  else()
    divided_test("${TARGET}.${scenario}" "${scenario}" ${i})
  endif()
endforeach()
file(WRITE ${TESTS} "${text}")
