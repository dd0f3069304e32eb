# A program that is compiled by what pkg-config says of the installed library, and nothing else.
#
#   cmake -D PKG_CONFIG=… -D PREFIX=… -D LIBDIR=… -D SOURCE=… -D FOLDER=… -D COMPILER=… -D FLAGS=…
#     -D VERSION=… -P pkg_config.cmake
cmake_minimum_required(VERSION 3.25)

set(ENV{PKG_CONFIG_PATH} ${PREFIX}/${LIBDIR}/pkgconfig)

function(ask result)
  execute_process(COMMAND ${PKG_CONFIG} ${ARGN} suture
    OUTPUT_VARIABLE output OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(${result} "${output}" PARENT_SCOPE)
endfunction()

ask(version --modversion)
if(NOT version STREQUAL VERSION)
  message(FATAL_ERROR "suture.pc says that this is version ${version}, and not ${VERSION}")
endif()
ask(compile --cflags)
ask(link --libs)
separate_arguments(compile UNIX_COMMAND "${compile}")
separate_arguments(link UNIX_COMMAND "${link}")
separate_arguments(more UNIX_COMMAND "${FLAGS}")

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
execute_process(
  COMMAND ${COMPILER} -std=c++20 ${more} ${compile} ${SOURCE} -o ${FOLDER}/counter ${link}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${FOLDER}/counter OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
if(NOT output MATCHES "1 findings")
  message(FATAL_ERROR "the program says: ${output}")
endif()
