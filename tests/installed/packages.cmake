# The Debian packages: cpack makes them from what is built; unpacked, the command checks a scenario,
# and a program is compiled against the library.
#
#   cmake -D CPACK=… -D CONFIG=CPackConfig.cmake -D FOLDER=… -D SOURCE=… -D COMPILER=…
#     -D FLAGS=… -D LIBDIR=… -D PKG_CONFIG=… -D VERSION=… -P packages.cmake
cmake_minimum_required(VERSION 3.25)

foreach(tool IN ITEMS dpkg-deb dpkg-shlibdeps)
  find_program(${tool} ${tool})
  if(NOT ${tool})
    message("skipped: there is no ${tool}")
    return()
  endif()
endforeach()

function(expect text pattern)
  if(NOT "${text}" MATCHES "${pattern}")
    message(FATAL_ERROR "there is no '${pattern}' in\n${text}")
  endif()
endfunction()

function(field result package name)
  execute_process(COMMAND ${dpkg-deb} --field ${package} ${name}
    OUTPUT_VARIABLE value COMMAND_ERROR_IS_FATAL ANY)
  set(${result} "${value}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${FOLDER})
execute_process(COMMAND ${CPACK} --config ${CONFIG} -B ${FOLDER} COMMAND_ERROR_IS_FATAL ANY)
file(GLOB runtime ${FOLDER}/suture_${VERSION}_*.deb)
file(GLOB development ${FOLDER}/libsuture-dev_${VERSION}_*.deb)
if(NOT EXISTS "${runtime}" OR NOT EXISTS "${development}")
  message(FATAL_ERROR "cpack has made no two packages: '${runtime}' '${development}'")
endif()

field(depends ${runtime} Depends)
foreach(needed IN ITEMS libboost-context libc6 libfmt libstdc)
  expect("${depends}" "(^|, )${needed}")
endforeach()
field(depends ${development} Depends)
foreach(needed IN ITEMS "libboost-context-dev" "libfmt-dev" "suture \\(= ${VERSION}\\)")
  expect("${depends}" "(^|, )${needed}")
endforeach()

set(root ${FOLDER}/root)
foreach(package IN ITEMS ${runtime} ${development})
  execute_process(COMMAND ${dpkg-deb} --extract ${package} ${root} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
foreach(file IN ITEMS share/man/man1/suture.1 share/bash-completion/completions/suture
    share/zsh/site-functions/_suture share/doc/suture/copyright share/doc/libsuture-dev/copyright)
  if(NOT EXISTS ${root}/usr/${file})
    message(FATAL_ERROR "the packages have no /usr/${file}")
  endif()
endforeach()

execute_process(COMMAND ${root}/usr/bin/suture check str.utf8_cache
  OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
expect("${output}" "6 variants: 6 as expected")

execute_process(COMMAND ${root}/usr/bin/suture-cc -O2 -shared -o ${FOLDER}/libcounter.so
    ${SOURCE}/modules/counter.c
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${root}/usr/bin/suture check ${FOLDER}/libcounter.so
  OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
expect("${output}" "3 variants: 3 as expected")

set(PREFIX ${root}/usr)
set(SOURCE ${SOURCE}/project/main.cpp)
string(APPEND FOLDER /program)
include(${CMAKE_CURRENT_LIST_DIR}/pkg_config.cmake)
file(REMOVE_RECURSE ${root})
