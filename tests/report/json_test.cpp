#include "report/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/report/golden.hpp"

namespace suture::report {
namespace {

outcome failing() {
  outcome o;
  o.scenario = "str.utf8_cache";
  o.variant = "lock=none";
  o.expected = "leak";
  o.verdict = "found";
  o.finding = outcome::found{"leak", "7 bytes of \"héllo\" are never freed", "suture1.a.b.c"};
  o.as_expected = true;
  o.runs = 3;
  o.blocked = 1;
  o.seconds = 0.5;
  o.guarantee = "found in run 3";
  o.text = "two\nlines\n";
  return o;
}

outcome verified() {
  outcome o;
  o.scenario = "str.utf8_cache";
  o.variant = "lock=object";
  o.expected = o.verdict = "verified";
  o.as_expected = true;
  o.runs = 158;
  o.guarantee = "every execution";
  return o;
}

bool equal(const outcome& a, const outcome& b) { return to_line(a) == to_line(b); }

TEST(Json, of_results_is_as_documented) {
  const outcome all[] = {failing(), verified()};
  expect_golden("results_json", to_json(all));
}

TEST(Json, of_nothing_is_an_empty_list) {
  EXPECT_EQ(to_json(std::span<const outcome>{}), "{\n  \"schema\": 1,\n  \"results\": []\n}\n");
}

TEST(Json, of_results_is_read_as_it_was_before_there_were_places) {
  outcome o = failing();
  o.finding->places.push_back({"thread 1 writes", "a.cpp", "f", 7});
  const outcome all[] = {o};
  std::vector<outcome> back = from_json(to_json(all));
  ASSERT_EQ(back.size(), 1U);
  back[0].text = o.text;  // not in it: the outcome is as expected
  back[0].finding->replay.clear();
  EXPECT_TRUE(equal(back[0], o));

  nlohmann::json old = nlohmann::json::parse(to_json(all));
  old.erase("schema");
  old["results"][0]["finding"].erase("places");
  old["results"][0]["finding"].erase("replay");
  back = from_json(old.dump());
  EXPECT_EQ(back.at(0).finding->replay, "suture replay suture1.a.b.c");
  EXPECT_TRUE(back[0].finding->places.empty());
}

TEST(Json, of_results_to_a_newer_schema_is_refused) {
  try {
    from_json("{\"schema\": 2, \"results\": []}");
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("schema 2"));
  }
}

TEST(Json, of_a_catalogue_is_as_documented) {
  const listed all[] = {{"refcount.two_owners",
                         "refcount=relaxed",
                         "race",
                         {{"sc", "verified"}},
                         "what",
                         "whence",
                         2}};
  expect_golden("catalogue_json", to_json(all));
}

TEST(Json, is_valid_whatever_a_message_holds) {
  outcome o = failing();
  o.finding->message = "\xFF\n\"\\";
  const outcome all[] = {o};
  EXPECT_THAT(to_json(all), testing::HasSubstr("\"\uFFFD\\n\\\"\\\\\""));
}

TEST(Json, line_is_one_line) {
  EXPECT_THAT(to_line(failing()), testing::Not(testing::HasSubstr("\n")));
  EXPECT_TRUE(equal(from_line(to_line(failing())), failing()));
  EXPECT_TRUE(equal(from_line(to_line(verified())), verified()));
  EXPECT_EQ(from_line(to_line(failing())).text, "two\nlines\n");
}

TEST(Json, line_of_something_else_is_refused) {
  for (const char* text : {"", "nonsense", "{}", "[1]", "{\"scenario\": 3}"}) {
    EXPECT_THROW(from_line(text), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace suture::report
