// examples/hash_map: its README's commands are run against the installed tree, in a copy of the
// folder, and print what it shows.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/page.hpp"

namespace {

namespace fs = std::filesystem;

TEST(Example, does_what_its_readme_shows) {
  const std::string example = SUTURE_ROOT "/examples/hash_map";
  const suture::work_folder folder;
  fs::copy(example, folder.path(), fs::copy_options::recursive);
  setenv("CMAKE_PREFIX_PATH", SUTURE_PREFIX, 1);
  setenv("CMAKE_GENERATOR", SUTURE_GENERATOR, 1);
  setenv("CXX", SUTURE_COMPILER, 1);
  const auto consoles = suture::blocks_of(suture::text_of_file(example + "/README.md"), "console");
  ASSERT_EQ(consoles.size(), 6U);
  for (const std::string& block : consoles) suture::expect_as_shown(block, folder.path());
}

// What a pipeline copies is made for the module of the example.
TEST(Example, is_what_the_templates_check) {
  const std::string cmake = suture::text_of_file(SUTURE_ROOT "/examples/hash_map/CMakeLists.txt");
  EXPECT_NE(cmake.find("suture_add_native_test(scenarios "), std::string::npos);
  for (const char* file : {"github-actions.yml", "gitlab-ci.yml"}) {
    const std::string yaml = suture::text_of_file(std::string(SUTURE_ROOT "/ci/templates/") + file);
    EXPECT_NE(yaml.find("SUTURE_SCENARIOS: ./build/libscenarios.so"), std::string::npos) << file;
  }
}

}  // namespace
