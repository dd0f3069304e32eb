#include "interp_core/str/code_points.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace {

using interp::str_kind;

TEST(code_points, the_largest_decides_the_kind) {
  EXPECT_EQ(interp::narrowest_for(0), str_kind::one);
  EXPECT_EQ(interp::narrowest_for(0xff), str_kind::one);
  EXPECT_EQ(interp::narrowest_for(0x100), str_kind::two);
  EXPECT_EQ(interp::narrowest_for(0xffff), str_kind::two);
  EXPECT_EQ(interp::narrowest_for(0x10000), str_kind::four);
  EXPECT_EQ(interp::wider(str_kind::two, str_kind::one), str_kind::two);
  EXPECT_EQ(interp::wider(str_kind::two, str_kind::four), str_kind::four);
}

RC_GTEST_PROP(code_points, are_read_back_as_they_were_stored, (const std::u16string& text)) {
  for (const str_kind kind : {str_kind::two, str_kind::four}) {
    std::vector<unsigned char> bytes(text.size() * interp::bytes_of(kind));
    for (std::size_t i = 0; i < text.size(); ++i)
      interp::store_code_point(kind, bytes.data(), i, text[i]);
    for (std::size_t i = 0; i < text.size(); ++i)
      RC_ASSERT(interp::load_code_point(kind, bytes.data(), i) == char32_t{text[i]});
  }
}

TEST(code_points, one_byte_holds_latin_1) {
  unsigned char bytes[2] = {};
  interp::store_code_point(str_kind::one, bytes, 1, 0xe9);
  EXPECT_EQ(bytes[0], 0);
  EXPECT_EQ(bytes[1], 0xe9);
  EXPECT_EQ(interp::load_code_point(str_kind::one, bytes, 1), U'\u00e9');
}

}  // namespace
