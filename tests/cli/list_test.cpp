#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/catalog.hpp"
#include "tests/cli/command.hpp"
#include "tests/support/json_schema.hpp"

namespace cli {
namespace {

using nlohmann::json;

TEST(List, names_every_variant) {
  const finished f = suture({"list"});
  EXPECT_EQ(f.status, 0);
  EXPECT_EQ(f.err, "");
  for (const scenarios::variant& v : scenarios::catalog().all()) {
    EXPECT_THAT(f.out, testing::HasSubstr(v.id + " "));
  }
}

TEST(List, keeps_to_the_patterns) {
  const finished f = suture({"list", "str.utf8_cache", "lock.*/mutant=none"});
  EXPECT_EQ(f.status, 0);
  EXPECT_THAT(f.out, testing::HasSubstr("str.utf8_cache/lock=none"));
  EXPECT_THAT(f.out, testing::HasSubstr("lock.futex_recursion/mutant=none"));
  EXPECT_THAT(f.out, testing::Not(testing::HasSubstr("refcount.")));
}

TEST(List, has_a_json_form) {
  const finished f = suture({"list", "--json"});
  EXPECT_EQ(f.status, 0);
  std::ifstream published(SUTURE_DOCS "/json-schema/catalogue.schema.json");
  EXPECT_EQ(::suture::faults_against(json::parse(published), json::parse(f.out)), "");
  const json all = json::parse(f.out).at("scenarios");
  ASSERT_EQ(all.size(), scenarios::catalog().all().size());
  for (const json& one : all) {
    for (const char* key :
         {"scenario", "variant", "expected", "expected_under_sc", "summary", "provenance"}) {
      EXPECT_TRUE(one.at(key).is_string()) << key;
    }
    EXPECT_TRUE(one.at("threads").is_number_unsigned());
    EXPECT_EQ(one.at("expected_otherwise").value("sc", ""), one.at("expected_under_sc"));
  }
}

}  // namespace
}  // namespace cli
