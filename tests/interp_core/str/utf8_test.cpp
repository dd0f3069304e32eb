#include "interp_core/str/utf8.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <clocale>
#include <cuchar>
#include <string>

namespace {

namespace utf8 = interp::utf8;

std::string encoded(char32_t c) {
  std::string bytes;
  utf8::encode(c, [&](char byte) { bytes.push_back(byte); });
  return bytes;
}

// An encoder that is not ours: the C library's, in a UTF-8 locale.
class c_library : public testing::Test {
 protected:
  void SetUp() override {
    if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) GTEST_SKIP() << "no locale C.UTF-8";
  }
  void TearDown() override { std::setlocale(LC_CTYPE, "C"); }

  static std::string encode(char32_t c) {
    char bytes[16];
    std::mbstate_t state{};
    const std::size_t size = std::c32rtomb(bytes, c, &state);
    return size == static_cast<std::size_t>(-1) ? "" : std::string(bytes, size);
  }
};
using utf8_against_c_library = c_library;

TEST_F(utf8_against_c_library, encodes_every_scalar_value_alike) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (!utf8::is_scalar(c)) continue;
    ASSERT_EQ(encoded(c), encode(c)) << std::hex << std::uint32_t{c};
  }
}

TEST(utf8, decodes_every_scalar_value_it_encodes) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (!utf8::is_scalar(c)) continue;
    const std::string bytes = encoded(c);
    ASSERT_EQ(bytes.size(), utf8::size_of(c));
    std::string_view rest = bytes;
    ASSERT_EQ(utf8::decode_front(rest), c);
    ASSERT_TRUE(rest.empty());
  }
}

TEST(utf8, knows_which_code_points_are_scalar_values) {
  EXPECT_TRUE(utf8::is_scalar(0));
  EXPECT_TRUE(utf8::is_scalar(0xd7ff));
  EXPECT_FALSE(utf8::is_scalar(0xd800));
  EXPECT_FALSE(utf8::is_scalar(0xdfff));
  EXPECT_TRUE(utf8::is_scalar(0xe000));
  EXPECT_TRUE(utf8::is_scalar(0x10ffff));
  EXPECT_FALSE(utf8::is_scalar(0x110000));
}

TEST(utf8, rejects_what_is_not_utf8_and_leaves_it) {
  for (const std::string_view bad : {
           "\x80",              // a tail without a lead
           "\xc3",              // cut short
           "\xc3z",             // a lead without its tail
           "\xc0\x80",          // overlong zero
           "\xe0\x9f\xbf",      // overlong in three
           "\xf0\x8f\xbf\xbf",  // overlong in four
           "\xed\xa0\x80",      // a surrogate
           "\xf4\x90\x80\x80",  // above U+10FFFF
           "\xff",
       }) {
    std::string_view rest = bad;
    EXPECT_EQ(utf8::decode_front(rest), std::nullopt);
    EXPECT_EQ(rest, bad);
  }
}

// Together with the exhaustive round trip: it accepts exactly the encodings there are.
RC_GTEST_PROP(utf8, accepts_only_what_encoding_gives, (const std::string& bytes)) {
  RC_PRE(!bytes.empty());
  std::string_view rest = bytes;
  const auto c = utf8::decode_front(rest);
  if (!c) RC_SUCCEED("rejected");
  RC_ASSERT(utf8::is_scalar(*c));
  RC_ASSERT(bytes == encoded(*c) + std::string(rest));
}

}  // namespace
