// docs/limits.md and docs/comparison.md held to their word: what they show is what comes out.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/page.hpp"

namespace suture {
namespace {

namespace fs = std::filesystem;

// Blocks within a list are indented by two.
std::string without_indentation(const std::string& page) {
  std::istringstream lines(page);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const bool fence = line.starts_with("  ```");
    text += (fence || inside) && line.size() > 1 ? line.substr(2) : line;
    text += '\n';
    inside = inside != fence;
  }
  return text;
}

// Runs the page's commands where its own program stands under `name`, beside our litmus tests.
void expect_commands(const std::string& page, const std::string& name, std::size_t blocks) {
  const std::string text = without_indentation(text_of_file(SUTURE_ROOT "/docs/" + page));
  const std::vector<std::string> programs = blocks_of(text, "c");
  ASSERT_EQ(programs.size(), 1U);
  const work_folder folder;
  std::ofstream(folder.path() + "/" + name) << programs[0];
  for (const char* test : {"LB+rlx", "2+2W+rlx", "SB+sc"}) {
    const std::string file = std::string(test) + ".litmus";
    fs::copy_file(SUTURE_ROOT "/tests/litmus/" + file, folder.path() + "/" + file);
  }
  const std::vector<std::string> consoles = blocks_of(text, "console");
  EXPECT_EQ(consoles.size(), blocks);
  for (const std::string& block : consoles) expect_as_shown(block, folder.path());
}

TEST(Limits, commands_print_what_the_page_shows) {
#ifndef SUTURE_HAS_MODULES
  GTEST_SKIP() << "this build has no modules";
#endif
  expect_commands("limits.md", "patience.c", 5);
}

TEST(Comparison, commands_print_what_the_page_shows) {
  expect_commands("comparison.md", "adders.litmus", 7);
}

}  // namespace
}  // namespace suture
