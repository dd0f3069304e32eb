#include "model/schedule/scenario_name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <stdexcept>

namespace suture {
namespace {

constexpr std::string_view safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~";

TEST(ScenarioName, stays_readable) {
  EXPECT_EQ(escape_scenario("str.utf8_cache/lock=none"), "str.utf8_cache~lock-none");
  EXPECT_EQ(escape_scenario("str.utf8_cache/lock=object,publish=relaxed"),
            "str.utf8_cache~lock-object~publish-relaxed");
  EXPECT_EQ(escape_scenario("refcount.two_owners"), "refcount.two_owners");
}

TEST(ScenarioName, of_another_form_is_still_told_apart) {
  for (const char* name : {"", "/", "a/b/c", "a,b", "a-b", "a~b", "héllo", "two words", "a,b/c"}) {
    EXPECT_EQ(unescape_scenario(escape_scenario(name)), name);
    EXPECT_TRUE(escape_scenario(name).starts_with('~')) << name;
  }
}

TEST(ScenarioName, refuses_a_text_that_nobody_writes) {
  EXPECT_THROW(unescape_scenario("~a"), std::out_of_range);
}

RC_GTEST_PROP(ScenarioName, round_trips, (const std::string& name)) {
  const std::string text = escape_scenario(name);
  RC_ASSERT(unescape_scenario(text) == name);
  RC_ASSERT(text.find_first_not_of(safe) == std::string::npos);
}

RC_GTEST_PROP(ScenarioName, round_trips_of_the_usual_letters, ()) {
  const auto name = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab.,=/_-~1")));
  RC_ASSERT(unescape_scenario(escape_scenario(name)) == name);
}

}  // namespace
}  // namespace suture
