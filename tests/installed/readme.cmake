# The project that README.md shows, as it stands there: it is built against the installed tree and
# its test passes. With the mistake that README.md names it fails, says so, and is replayed.
#
#   cmake -D README=… -D FOLDER=… -D PREFIX=… -D GENERATOR=… -D COMPILER=… -D FLAGS=… -P readme.cmake
cmake_minimum_required(VERSION 3.25)

file(READ ${README} page)

# The first block of the language, to a file.
function(write_block language file)
  string(FIND "${page}" "```${language}\n" begin)
  string(SUBSTRING "${page}" ${begin} -1 rest)
  string(FIND "${rest}" "\n" first)
  math(EXPR first "${first} + 1")
  string(SUBSTRING "${rest}" ${first} -1 rest)
  string(FIND "${rest}" "```" end)
  string(SUBSTRING "${rest}" 0 ${end} block)
  file(WRITE ${FOLDER}/${file} "${block}")
endfunction()

function(build)
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${FOLDER} -B ${FOLDER}/build -G ${GENERATOR}
      -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}"
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(expect text pattern)
  if(NOT "${text}" MATCHES "${pattern}")
    message(FATAL_ERROR "there is no '${pattern}' in\n${text}")
  endif()
endfunction()

file(REMOVE_RECURSE ${FOLDER})
write_block(cpp counter_test.cpp)
write_block(cmake CMakeLists.txt)
build()
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${FOLDER}/build -L suture --no-tests=error
  OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
expect("${output}" "counter_test.Counter.no_lost_update .*Passed")

file(READ ${FOLDER}/counter_test.cpp test)
string(REPLACE "n.fetch_add(1)" "n.store(n.load() + 1)" broken "${test}")
expect("${broken}" "n.store")
file(WRITE ${FOLDER}/counter_test.cpp "${broken}")
build()
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${FOLDER}/build --output-on-failure
  OUTPUT_VARIABLE output RESULT_VARIABLE status)
if(status EQUAL 0)
  message(FATAL_ERROR "the broken counter passes\n${output}")
endif()
expect("${output}" "both increments count")
expect("${output}" "replay  SUTURE_REPLAY=suture1")
string(REGEX MATCH "SUTURE_REPLAY=([^ ]+)" unused "${output}")
execute_process(COMMAND ${CMAKE_COMMAND} -E env SUTURE_REPLAY=${CMAKE_MATCH_1}
    ${FOLDER}/build/counter_test
  OUTPUT_VARIABLE output RESULT_VARIABLE status)
expect("${output}" "replayed from its token")
