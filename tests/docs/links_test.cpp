// Every link of the documentation to something in the repository leads there.
#include "tests/docs/links.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/page.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> pages() {
  const fs::path root = SUTURE_ROOT;
  std::vector<fs::path> all = {root / "README.md", root / "examples/hash_map/README.md"};
  for (const auto& entry : fs::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") all.push_back(entry.path());
  }
  return all;
}

TEST(Links, lead_somewhere) {
  std::size_t looked_at = 0;
  for (const fs::path& page : pages()) {
    for (const std::string& link : docs::links_of(suture::text_of_file(page))) {
      if (link.starts_with("http")) continue;
      ++looked_at;
      const std::size_t hash = link.find('#');
      const fs::path target = hash == 0 ? page : page.parent_path() / link.substr(0, hash);
      EXPECT_TRUE(fs::exists(target)) << page << " links to " << link;
      if (hash == std::string::npos || !fs::exists(target)) continue;
      EXPECT_TRUE(docs::anchors_of(suture::text_of_file(target)).contains(link.substr(hash + 1)))
          << page << " links to " << link << ", and there is no such heading";
    }
  }
  EXPECT_GT(looked_at, 60U);
}

TEST(Links, are_read_outside_of_code) {
  EXPECT_THAT(docs::links_of("A [b](c.md#d) and `[e](f)`\n```\n[g](h)\n```\n[i\nj](k)\n"),
              testing::ElementsAre("c.md#d", "k"));
}

TEST(Links, know_headings_by_their_names) {
  EXPECT_THAT(docs::anchors_of("# One, two\n```\n# no\n```\n## `a::b` is a c++\ntext\n#no\n"),
              testing::ElementsAre("ab-is-a-c", "one-two"));
}

}  // namespace
