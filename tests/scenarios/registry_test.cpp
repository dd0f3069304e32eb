#include "scenarios/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "scenarios/glob.hpp"

namespace {

using scenarios::backend;
using scenarios::registry;
using scenarios::variant;
using testing::ElementsAre;
using testing::HasSubstr;

void nothing() {}
void something() {}

variant described(std::string id, std::string expected = "verified") {
  return {.id = std::move(id),
          .summary = "a summary",
          .provenance = "a test",
          .expected = std::move(expected)};
}

// What add() says against it; empty if nothing.
std::string complaint(variant v, scenarios::body run = nothing) {
  registry all;
  try {
    all.add(std::move(v), backend::engine, run);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

std::vector<std::string> ids(const std::vector<const variant*>& variants) {
  std::vector<std::string> all;
  all.reserve(variants.size());
  for (const variant* v : variants) all.push_back(v->id);
  return all;
}

TEST(registry, keeps_variants_in_the_order_they_came) {
  registry all;
  all.add(described("str.b/x=1"), backend::engine, nothing);
  all.add(described("str.a/x=1"), backend::engine, nothing);
  ASSERT_EQ(all.all().size(), 2U);
  EXPECT_EQ(all.all()[0].id, "str.b/x=1");
  EXPECT_EQ(all.find("str.a/x=1"), &all.all()[1]);
  EXPECT_EQ(all.find("str.a"), nullptr);
}

TEST(registry, joins_the_bodies_of_one_variant) {
  registry all;
  all.add(described("str.a/x=1"), backend::engine, nothing);
  all.add(described("str.a/x=1"), backend::native, something);
  ASSERT_EQ(all.all().size(), 1U);
  const variant& v = all.all().front();
  EXPECT_EQ(v.on(backend::engine), nothing);
  EXPECT_EQ(v.on(backend::native), something);
  EXPECT_EQ(v.on(backend::relacy), nullptr);
}

TEST(registry, gives_no_native_body_to_what_may_fail) {
  registry all;
  all.add(described("str.a/x=1", "leak"), backend::engine, nothing);
  all.add(described("str.a/x=1", "leak"), backend::native, nothing);
  EXPECT_EQ(all.all().front().on(backend::native), nullptr);
  EXPECT_EQ(all.all().front().on(backend::engine), nothing);
}

TEST(registry, takes_ids_of_the_grammar) {
  for (const char* id : {"str.a", "str.utf8_cache/lock=none", "a.b/c=d,e=f", "s1.t2/u3=v4"})
    EXPECT_EQ(complaint(described(id)), "") << id;
}

TEST(registry, refuses_other_ids) {
  for (const char* id : {"", "str", "str.", ".a", "str.a/", "str.a/x", "str.a/x=", "str.a/=1",
                         "str.a/x=1,", "str.a/x=1,y", "Str.a", "str.a/x=1/y=2", "str.a b", "s-t.a",
                         "str.a.b", "1str.a", "str.a/,x=1"})
    EXPECT_THAT(complaint(described(id)), HasSubstr(std::string("'") + id + "'")) << id;
}

TEST(registry, refuses_what_is_not_fully_described) {
  EXPECT_THAT(complaint(described("a.b", "explosion")), HasSubstr("verdict"));
  variant v = described("a.b");
  const scenarios::other_verdict others[] = {{"sc", "explosion"}};
  v.otherwise = others;
  EXPECT_THAT(complaint(v), HasSubstr("otherwise"));
  v = described("a.b");
  v.otherwise = scenarios::verified_under_sc;
  EXPECT_THAT(complaint(v), HasSubstr("yet the same"));
  v = described("a.b");
  v.summary.clear();
  EXPECT_THAT(complaint(v), HasSubstr("summary"));
  v = described("a.b");
  v.provenance.clear();
  EXPECT_THAT(complaint(v), HasSubstr("provenance"));
  EXPECT_THAT(complaint(described("a.b"), nullptr), HasSubstr("body"));
}

TEST(registry, refuses_contradictions) {
  registry all;
  all.add(described("a.b"), backend::engine, nothing);
  EXPECT_THROW(all.add(described("a.b"), backend::engine, nothing), std::invalid_argument);
  EXPECT_THROW(all.add(described("a.b", "race"), backend::relacy, nothing), std::invalid_argument);
}

TEST(registry, selects_by_id_or_by_situation) {
  registry all;
  for (const char* id : {"str.a/x=1", "str.a/x=2", "str.ab/x=1", "lock.a/x=1"})
    all.add(described(id), backend::engine, nothing);
  EXPECT_THAT(ids(all.select("str.a")), ElementsAre("str.a/x=1", "str.a/x=2"));
  EXPECT_THAT(ids(all.select("*/x=1")), ElementsAre("str.a/x=1", "str.ab/x=1", "lock.a/x=1"));
  EXPECT_THAT(ids(all.select("lock.a/x=1")), ElementsAre("lock.a/x=1"));
  EXPECT_TRUE(all.select("dict.*").empty());
  EXPECT_THROW(all.select("str.["), scenarios::bad_glob);
}

TEST(registry, suggests_situations_and_ids) {
  registry all;
  for (const char* id : {"str.utf8_cache/lock=none", "lock.futex/mutant=none"})
    all.add(described(id), backend::engine, nothing);
  EXPECT_THAT(all.suggestions("str.uft8_cache", 1), ElementsAre("str.utf8_cache"));
  EXPECT_THAT(all.suggestions("str.utf8_cache/lock=nome", 1),
              ElementsAre("str.utf8_cache/lock=none"));
}

}  // namespace
