// The words for kinds against the one list of them.
#include "report/kinds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <vector>

namespace suture::report {
namespace {

TEST(Kinds, have_words_each_and_no_others) {
  std::ifstream header(SUTURE_ROOT "/model/run/finding.hpp");
  std::stringstream text;
  text << header.rdbuf();
  const std::string all = text.str();
  const std::regex constant("constexpr std::string_view \\w+ = \"([a-z-]+)\"");
  std::vector<std::string> there, explained;
  for (std::sregex_iterator m(all.begin(), all.end(), constant), end; m != end; ++m) {
    there.push_back((*m)[1]);
  }
  for (const kind_words& k : kinds()) {
    explained.emplace_back(k.kind);
    EXPECT_TRUE(k.what.ends_with('.')) << k.kind;
  }
  EXPECT_THAT(explained, testing::ElementsAreArray(there));
  EXPECT_GE(there.size(), 17U);
}

}  // namespace
}  // namespace suture::report
