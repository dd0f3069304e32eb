#include "report/escape.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "report/utf8.hpp"

namespace suture::report {
namespace {

TEST(Escape, of_xml_leaves_no_markup) {
  EXPECT_EQ(to_xml("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
  EXPECT_EQ(to_xml("é\n\t\x01\xff"), "é\n\\t\\x01\uFFFD");
  EXPECT_EQ(to_xml("\xef\xbf\xbf"), "\uFFFD");  // U+FFFF is no character of XML
  EXPECT_EQ(to_xml_attribute("a\n\"b\""), "a\\n&quot;b&quot;");
}

TEST(Escape, of_markdown_leaves_one_line_without_markup) {
  EXPECT_EQ(to_markdown("a|b`c`\n*d*"), "a&#124;b&#96;c&#96;&#92;n&#42;d&#42;");
  EXPECT_EQ(to_markdown("<img src=x>"), "&#60;img src=x&#62;");
}

TEST(Escape, of_github_is_as_its_toolkit_does_it) {
  EXPECT_EQ(to_github_message("50%\na:b,c"), "50%25%0Aa:b,c");
  EXPECT_EQ(to_github_property("50%:a,b"), "50%25%3Aa%2Cb");
  EXPECT_EQ(to_github_property("a\nb"), "a\\nb");
}

TEST(Escape, of_a_path_is_a_uri) {
  EXPECT_EQ(to_uri("src/a b#c?.cpp"), "src/a%20b%23c%3F.cpp");
  EXPECT_EQ(to_uri("é"), "%C3%A9");
}

TEST(Utf8, takes_what_xml_and_json_take) {
  for (const char* text : {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8",
                           "\xe2\x82", "\x80"}) {
    std::string_view rest = text;
    EXPECT_EQ(next_character(rest), broken) << rest;
  }
  std::string_view euro = "\xe2\x82\xac!";
  EXPECT_EQ(next_character(euro), 0x20ACU);
  EXPECT_EQ(euro, "!");
}

// The library that writes JSON is as strict.
RC_GTEST_PROP(Utf8, agrees_with_the_json_library, (const std::string& bytes)) {
  bool valid = true;
  for (std::string_view rest = bytes; !rest.empty();) valid &= next_character(rest) != broken;
  bool taken = true;
  try {
    nlohmann::json(bytes).dump();
  } catch (const nlohmann::json::exception&) {
    taken = false;
  }
  RC_ASSERT(valid == taken);
}

RC_GTEST_PROP(Escape, of_anything_is_utf8, (const std::string& bytes)) {
  for (const std::string& text : {to_xml(bytes), to_markdown(bytes), to_github_message(bytes),
                                  to_github_property(bytes), to_uri(bytes)}) {
    nlohmann::json(text).dump();
  }
}

}  // namespace
}  // namespace suture::report
