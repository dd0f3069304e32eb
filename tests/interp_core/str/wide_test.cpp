#include "interp_core/str/wide.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

namespace wide = interp::wide;

template <class Unit>
std::basic_string<Unit> encoded(char32_t c) {
  std::basic_string<Unit> units;
  wide::encode<Unit>(c, [&](Unit unit) { units.push_back(unit); });
  return units;
}

TEST(wide, sixteen_bits_are_utf16) {
  // The compiler's own encoder says what is right.
  EXPECT_EQ(encoded<char16_t>(U'a'), u"a");
  EXPECT_EQ(encoded<char16_t>(U'\uffff'), u"\uffff");
  EXPECT_EQ(encoded<char16_t>(U'\U00010000'), u"\U00010000");
  EXPECT_EQ(encoded<char16_t>(U'\U0001f600'), u"\U0001f600");
  EXPECT_EQ(encoded<char16_t>(U'\U0010ffff'), u"\U0010ffff");
}

TEST(wide, more_bits_are_the_code_points_themselves) {
  for (const char32_t c : {U'a', U'\uffff', U'\U0001f600', U'\U0010ffff'})
    EXPECT_EQ(encoded<char32_t>(c), std::u32string(1, c));
  EXPECT_EQ(encoded<wchar_t>(U'\u20ac'), L"\u20ac");
}

TEST(wide, every_pair_decodes_to_what_it_was_made_of) {
  for (char32_t c = 0x10000; c <= 0x10ffff; ++c) {
    const std::u16string pair = encoded<char16_t>(c);
    ASSERT_EQ(pair.size(), wide::size_of<char16_t>(c));
    ASSERT_TRUE(pair[0] >= 0xd800 && pair[0] < 0xdc00);
    ASSERT_TRUE(pair[1] >= 0xdc00 && pair[1] < 0xe000);
    ASSERT_EQ((char32_t{pair[0]} - 0xd800) * 0x400 + (char32_t{pair[1]} - 0xdc00) + 0x10000, c);
  }
}

TEST(wide, lone_surrogates_pass_unchanged) {
  EXPECT_EQ(encoded<char16_t>(0xd800), std::u16string(1, 0xd800));
  EXPECT_EQ(encoded<char32_t>(0xdfff), std::u32string(1, 0xdfff));
}

}  // namespace
