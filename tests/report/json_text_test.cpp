#include "report/json_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace suture::report {
namespace {

using json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const std::function<void()>& of) {
  try {
    of();
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "none";
}

TEST(JsonText, is_written_whatever_it_holds) {
  EXPECT_EQ(json_file({{"a", "b\xff"}}), "{\n  \"a\": \"b\uFFFD\"\n}\n");
  EXPECT_EQ(json_line({{"b", 1}, {"a", "\xff"}}), "{\"b\":1,\"a\":\"\uFFFD\"}");
}

TEST(JsonText, is_read_or_refused_with_what_it_is_not) {
  int n = 0;
  const auto read = [&](const json& j) { j.at("n").get_to(n); };
  read_json("{\"n\": 3}", "no number", read);
  EXPECT_EQ(n, 3);
  EXPECT_THAT(refusal([&] { read_json("{", "no number", read); }), StartsWith("no number: "));
  EXPECT_THAT(refusal([&] { read_json("{}", "no number", read); }),
              AllOf(StartsWith("no number: "), HasSubstr("'n'")));
  EXPECT_THAT(refusal([&] { read_json("{\"n\": \"x\"}", "no number", read); }),
              StartsWith("no number: "));
}

TEST(JsonText, of_a_later_schema_is_refused) {
  EXPECT_EQ(refusal([] { check_schema({{"schema", 2}}, 2); }), "none");
  EXPECT_EQ(refusal([] { check_schema(json::object(), 0); }), "none");
  EXPECT_THAT(refusal([] {
                check_schema({{"schema", 3}}, 2);
              }),
              AllOf(HasSubstr("schema 3"), HasSubstr("none beyond 2"), HasSubstr("newer")));
}

}  // namespace
}  // namespace suture::report
