#include "report/width.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace suture::report {
namespace {

TEST(Width, counts_columns_and_not_bytes) {
  EXPECT_EQ(width(""), 0U);
  EXPECT_EQ(width("abc"), 3U);
  EXPECT_EQ(width("héllo →"), 7U);
  EXPECT_EQ(width("e\u0301"), 1U);  // e and a combining accent
  EXPECT_EQ(width("日本"), 4U);
  EXPECT_EQ(width("🐍"), 2U);
  EXPECT_EQ(width("a\xFFz\xC3"), 4U);  // broken bytes are a column each
}

TEST(Width, pads_by_columns) {
  EXPECT_EQ(padded("é", 3), "é  ");
  EXPECT_EQ(padded("日", 3), "日 ");
  EXPECT_EQ(padded("long", 2), "long");
}

TEST(Width, shortens_by_columns) {
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdef", 4), "abc…");
  EXPECT_EQ(shortened("表表表", 4), "表…");  // the second would need two columns
  EXPECT_EQ(shortened("abc", 0), "");
}

TEST(Width, keeps_a_text_in_its_line) {
  EXPECT_EQ(one_line("a\nb\tc\rd\x1b[2J"), "a\\nb\\tc\\x0dd\\x1b[2J");
  EXPECT_EQ(one_line("é→🐍"), "é→🐍");
  EXPECT_EQ(one_line("a\xFFz"), "a\uFFFDz");
}

RC_GTEST_PROP(Width, of_one_line_is_printable, (const std::string& text)) {
  for (const char c : one_line(text)) {
    RC_ASSERT(static_cast<unsigned char>(c) >= 0x20U);
    RC_ASSERT(c != 0x7F);
  }
}

RC_GTEST_PROP(Width, is_reached_by_padding, (const std::string& text, std::uint8_t columns)) {
  RC_ASSERT(width(padded(text, columns)) == std::max<std::size_t>(width(text), columns));
}

}  // namespace
}  // namespace suture::report
