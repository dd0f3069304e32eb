# Debian packages. Once everything is built, `cpack --config build/release/CPackConfig.cmake` makes
#
#   suture          the command, suture-cc and suture-c++, manual page and completions
#   libsuture-dev   the library, its headers, and what CMake and pkg-config find it by
#
# for the release of Debian that the machine has. Which file belongs to which is said where it is
# installed (COMPONENT); what says nothing is for development.
include_guard(GLOBAL)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME development)
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "Suture maintainers <maintainers@suture.invalid>" CACHE STRING
  "Who is named as the maintainer of the Debian packages")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_COMPONENTS_ALL development)

# What suture-config.cmake finds and suture.pc names. GoogleTest is for <suture/gtest.hpp>, RapidCheck
# for suture::trial.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsuture-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libboost-context-dev (>= 1.74), libfmt-dev (>= 9)")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "cmake (>= 3.25), g++, libgtest-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS librapidcheck-dev)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
  "This package has the library, which checks code written against its types under
the orders and the weak memory behaviour that real machines allow, with its headers
and the files by which CMake and pkg-config find it.")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libsuture-dev COMPONENT development)

if(SUTURE_BUILD_CLI)
  list(APPEND CPACK_COMPONENTS_ALL runtime)
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME suture)
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION devel)
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
  # suture-cc and suture-c++ are a compiler's.
  set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS "gcc, g++")
  set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "This package has the command, which checks scenarios of interpreter internals, and
those of C and C++ modules compiled by suture-cc, under the orders and the weak
memory behaviour that real machines allow, and replays and explains what it finds.")
  # suture::command, which the targets of the library name.
  set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS runtime)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/suture COMPONENT runtime)
endif()

include(CPack)
