#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "cli/pairs/matrix.hpp"
#include "tests/support/markup.hpp"

namespace cli {
namespace {

using suture::unbalanced;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

pairs_cell cell(const std::string& a, const std::string& b, const std::string& verdict) {
  pairs_cell c;
  c.family = "list";
  c.threads = {{a}, {b}};
  c.verdict = verdict;
  c.guarantee = "every execution";
  c.runs = 2;
  return c;
}

pairs_cell finding(pairs_cell c, const std::string& message) {
  c.message = message;
  c.token = "suture1." + c.threads[0][0] + c.threads[1][0];
  c.replay = "suture replay ./lib.so " + c.token;
  return c;
}

// One of each verdict.
pairs_matrix each_verdict() {
  return {2,
          1,
          "portfolio",
          "rc11",
          {cell("get", "get", "verified"), finding(cell("get", "set", "race"), "thread 1 writes"),
           finding(cell("get", "items", "as documented"), "of no order"),
           cell("set", "set", "bounded"), cell("set", "items", "inconclusive"),
           finding(cell("items", "items", "not atomic"), "of no order of these")}};
}

pairs_matrix hostile() {
  const std::string name = "<b onclick=\"x\">&'\x01\xff";
  pairs_cell c =
      finding(cell(name, name, "race"), "a < b && \"c\" </p><script>alert('x')</script>");
  c.family = "</title><script>";
  c.guarantee = "</small>";
  c.replay = "suture replay './<i>.so' x";
  return {2, 1, "<s>", "\"m\"", {c}};
}

TEST(MatrixAsHtml, has_a_row_and_a_column_for_each_operation) {
  const std::string page = to_html(each_verdict(), {});
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_THAT(page, HasSubstr("<h2>list</h2>"));
  EXPECT_THAT(page, HasSubstr("<tr><th></th><th>get</th><th>set</th><th>items</th></tr>"));
  EXPECT_THAT(page,
              ContainsRegex("<tr><th>get</th><td class=\"verified\"[^>]*>verified</td></tr>"));
  EXPECT_THAT(page,
              ContainsRegex("<tr><th>set</th><td class=\"found\"[^>]*><a href=\"#c2\">race</a>"
                            "</td><td class=\"bounded\"[^>]*>bounded</td></tr>"));
  EXPECT_THAT(page, HasSubstr("6 combinations: 1 verified, 1 bounded, 1 as documented, "
                              "1 inconclusive, 1 not atomic, 1 race (portfolio, rc11)"));
}

TEST(MatrixAsHtml, tells_each_verdict_by_colour_and_where_the_mouse_rests) {
  const std::string page = to_html(each_verdict(), {});
  for (const char* one : {"verified", "found", "documented", "bounded", "inconclusive"}) {
    const std::string name = one;
    EXPECT_THAT(page, ContainsRegex("\n[.]" + name + " [{] background: #"));
    EXPECT_THAT(page, HasSubstr("<td class=\"" + name + "\" title=\"list: "));
  }
  EXPECT_THAT(page, HasSubstr("title=\"list: get, get: verified; every execution; 2 runs\""));
  EXPECT_THAT(page, HasSubstr("title=\"list: get, set: race; thread 1 writes; every execution; "
                              "suture1.getset; 2 runs\""));
}

TEST(MatrixAsHtml, has_a_section_for_what_is_no_pass_and_for_no_other) {
  const std::string page = to_html(each_verdict(), {});
  for (const char* one : {"c2\" class=\"found\"><h3>list: get, set: race</h3>",
                          "c3\" class=\"documented\"><h3>list: get, items: as documented</h3>",
                          "c5\" class=\"inconclusive\"><h3>list: set, items: inconclusive</h3>",
                          "c6\" class=\"found\"><h3>list: items, items: not atomic</h3>"}) {
    EXPECT_THAT(page, HasSubstr(std::string("<section id=\"") + one));
  }
  EXPECT_THAT(page, HasSubstr("<pre>suture replay ./lib.so suture1.getset</pre>"));
  const std::regex section("<section ");
  EXPECT_EQ(std::distance(std::sregex_iterator(page.begin(), page.end(), section), {}), 4);
}

TEST(MatrixAsHtml, is_well_formed_whatever_the_names) {
  const std::string page = to_html(hostile(), {});
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("onclick=\"")));
  EXPECT_THAT(page, HasSubstr("&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;"));
  EXPECT_THAT(page, HasSubstr("<pre>suture replay &#39;./&lt;i&gt;.so&#39; x</pre>"));
  pairs_matrix list = hostile();
  list.threads = 3;
  list.cells.front().threads.push_back({"<i>"});
  EXPECT_EQ(unbalanced(to_html(list, {})), "");
  EXPECT_EQ(unbalanced(to_html({}, {})), "");
}

TEST(MatrixAsHtml, needs_nothing_else_and_is_the_same_each_time) {
  const std::string page = to_html(each_verdict(), {});
  EXPECT_THAT(page, Not(ContainsRegex("src=|href=\"[^#]|url\\(|@import|<script|<link")));
  EXPECT_THAT(page, HasSubstr("color-scheme: light dark"));
  EXPECT_EQ(page, to_html(each_verdict(), {}));
}

TEST(MatrixAsHtml, marks_what_has_changed) {
  const pairs_matrix now = each_verdict();
  pairs_matrix before = now;
  before.cells[1] = cell("get", "set", "verified");
  before.cells.erase(before.cells.begin() + 3);
  before.cells.push_back(cell("set", "swap", "<race>"));
  const std::string page = to_html(now, changes(before, now));
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_THAT(page,
              ContainsRegex("class=\"found changed\" title=\"[^\"]*\"><a href=\"#c2\">race</a>"
                            "<small>was verified</small>"));
  EXPECT_THAT(page, ContainsRegex("class=\"bounded changed\"[^>]*>bounded<small>new</small>"));
  EXPECT_THAT(page, HasSubstr("<p class=\"gone\">list: set, swap: gone, was &lt;race&gt;</p>"));
  const std::regex marked(" changed\"");
  EXPECT_EQ(std::distance(std::sregex_iterator(page.begin(), page.end(), marked), {}), 2);
}

TEST(MatrixAsHtml, of_more_than_pairs_is_a_list) {
  pairs_matrix m = each_verdict();
  m.length = 2;
  for (pairs_cell& c : m.cells) c.threads[0].push_back("len");
  const std::string page = to_html(m, {});
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_THAT(page, HasSubstr("<th>operations</th><th>verdict</th>"));
  EXPECT_THAT(page, ContainsRegex("<tr><th>list: get len, set</th><td class=\"found\"[^>]*>"
                                  "<a href=\"#c2\">race</a></td></tr>"));
}

}  // namespace
}  // namespace cli
