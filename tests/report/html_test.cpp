#include "report/html.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/markup.hpp"

namespace suture::report {
namespace {

using testing::HasSubstr;
using testing::Not;

explanation hostile() {
  explanation e;
  e.name = "<script>alert('x')</script>";
  e.verdict = "FOUND check";
  e.what.message = "a < b && c > \"d\"";
  e.what.places = {{"thread 1 </li> checks", {"/a/<b>.cpp", "f<int>", 7}}};
  e.remarks = "  first <line>\n  second & last\n";
  e.replay = "suture replay suture1.x";
  e.how.threads = 3;
  e.how.names = {"", "\"reader\" onclick=\"x", ""};
  e.how.steps = {{1, {"a.cpp", "f", 1}, "load n", "n is 0", {}},
                 {2, {"a.cpp", "g", 2}, "store <n>", "<n> = 1\x01", "thread 1 preempted & gone"},
                 {1, {"a.cpp", "h", 3}, "load <n>", "<n> is 1", "thread 2 finished"}};
  e.how.steps[0].object = "n";
  e.how.steps[1].object = "<n>";
  e.how.steps[1].held = "m's";
  e.how.steps[2].from = 1;
  e.how.steps[2].needed = true;
  return e;
}

TEST(Html, is_well_formed_whatever_the_names) {
  const std::string page = to_html(hostile());
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_THAT(page, Not(HasSubstr("alert('x')")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
  EXPECT_THAT(page, HasSubstr("a &lt; b &amp;&amp; c &gt; &quot;d&quot;"));
  EXPECT_EQ(unbalanced("\n<p>a<b></p>"), "closes what is not open: </p>");  // it can fail
}

TEST(Html, has_each_step_and_what_is_known_of_it) {
  const std::string page = to_html(hostile());
  for (int step = 1; step <= 3; ++step)
    EXPECT_THAT(page, HasSubstr(fmt::format("id=\"s{}\"", step)));
  EXPECT_THAT(page, HasSubstr("class=\"step needed\" data-object=\"\" data-from=\"2\""));
  EXPECT_THAT(page, HasSubstr("reads what step 2 wrote"));
  EXPECT_THAT(page, HasSubstr("switch: thread 1 preempted &amp; gone"));
  EXPECT_THAT(page, HasSubstr("<th>thread 1 (&quot;reader&quot; onclick=&quot;x)</th>"));
  EXPECT_THAT(page, HasSubstr("<option value=\"&lt;n&gt;\">&lt;n&gt;</option>"));
  EXPECT_THAT(page, HasSubstr("title=\"holds lock m&#39;s\""));  // beside the other thread's step
  EXPECT_THAT(page, HasSubstr("  second &amp; last\n"));
}

TEST(Html, needs_nothing_else_and_is_the_same_each_time) {
  const std::string page = to_html(hostile());
  EXPECT_THAT(page, Not(testing::ContainsRegex("(src|href)=")));
  EXPECT_THAT(page, HasSubstr("color-scheme: light dark"));
  EXPECT_EQ(page, to_html(hostile()));
  EXPECT_EQ(unbalanced(to_html({})), "");
}

}  // namespace
}  // namespace suture::report
