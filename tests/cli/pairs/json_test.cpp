#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "cli/pairs/matrix.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& text) {
  try {
    pairs_from_json(text);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "none";
}

TEST(MatrixAsJson, comes_back_as_it_was) {
  pairs_matrix m{3, 2, "random", "sc", {}};
  m.cells.push_back({"list", {{"a", "b"}, {"c"}}, "race", "what", "token", "replay", "sure", 7});
  const pairs_matrix back = pairs_from_json(to_json(m));
  EXPECT_EQ(to_json(back), to_json(m));
  EXPECT_EQ(back.cells.front().threads, m.cells.front().threads);
  EXPECT_EQ(back.threads, 3);
  EXPECT_EQ(back.length, 2);
}

TEST(MatrixAsJson, of_something_else_is_refused) {
  EXPECT_THAT(refusal("["), HasSubstr("is no matrix of 'suture pairs'"));
  EXPECT_THAT(refusal("{\"schema\": 1, \"results\": []}"),
              HasSubstr("is no matrix of 'suture pairs'"));
  EXPECT_THAT(refusal("{\"schema\": 2}"), HasSubstr("it is written to schema 2"));
}

}  // namespace
}  // namespace cli
