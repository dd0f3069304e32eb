// docs/gilectomy.md: every row of the talk is there and has something to show, and every file that
// it names. Its verdicts are held in tests/cli/page_test.cpp.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path docs = SUTURE_DOCS;

std::vector<std::string> rows() {
  std::ifstream file(docs / "gilectomy.md");
  std::vector<std::string> found;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("| ") && std::isdigit(static_cast<unsigned char>(line[2])) != 0)
      found.push_back(line);
  return found;
}

std::vector<std::smatch> all_of(const std::string& row, const std::regex& what) {
  return {std::sregex_iterator(row.begin(), row.end(), what), std::sregex_iterator()};
}

TEST(the_gilectomy_page, has_the_51_rows_of_the_talk) {
  const auto all = rows();
  ASSERT_EQ(all.size(), 51U);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_TRUE(all[i].starts_with("| " + std::to_string(i + 1) + " | ")) << all[i];
}

TEST(the_gilectomy_page, names_files_that_are_there) {
  const std::regex file("`([a-z_/]+\\.[ch]pp)`");
  for (const std::string& row : rows())
    for (const std::smatch& each : all_of(row, file))
      EXPECT_TRUE(fs::exists(docs.parent_path() / each[1].str())) << each[1];
}

TEST(the_gilectomy_page, has_no_empty_row) {
  for (const std::string& row : rows()) {
    const bool shows = row.find('`') != std::string::npos ||
                       row.find("a note") != std::string::npos ||
                       row.find("the rows below") != std::string::npos;
    EXPECT_TRUE(shows) << row;
  }
}

}  // namespace
