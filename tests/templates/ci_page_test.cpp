// docs/ci.md held to its word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/page.hpp"

namespace suture {
namespace {

const std::string& page() {
  static const std::string text = text_of_file(SUTURE_ROOT "/docs/ci.md");
  return text;
}

TEST(CiPage, commands_print_what_it_shows) {
#ifndef SUTURE_HAS_MODULES
  GTEST_SKIP() << "this build has no modules, or does not know their lines";
#endif
  const std::vector<std::string> consoles = blocks_of(page(), "console");
  ASSERT_EQ(consoles.size(), 3U);
  const std::vector<std::string> modules = blocks_of(page(), "c");
  ASSERT_EQ(modules.size(), 1U);
  const work_folder folder;
  std::ofstream(folder.path() + "/counter.c") << modules[0];
  for (const std::string& block : consoles) expect_as_shown(block, folder.path());
}

TEST(CiPage, has_the_cmake_that_is_tested) {
  const std::vector<std::string> cmake = blocks_of(page(), "cmake");
  ASSERT_EQ(cmake.size(), 1U);
  EXPECT_THAT(text_of_file(SUTURE_ROOT "/tests/installed/modules/CMakeLists.txt"),
              testing::HasSubstr(cmake[0]));
}

}  // namespace
}  // namespace suture
