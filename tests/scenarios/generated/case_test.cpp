#include "scenarios/generated/case.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "model/schedule/scenario_name.hpp"
#include "scenarios/generated/draw.hpp"

namespace {

using namespace scenarios::generated;  // NOLINT: the names are what is under test

test_case sample() {
  const container& dict = dict_container();
  return {&dict,
          {{operation_named(dict, "set", 2), {0, 1}}, {operation_named(dict, "del", 1), {-1}}},
          {{{operation_named(dict, "popitem", 0), {}}},
           {{operation_named(dict, "get", 1), {8}}, {operation_named(dict, "len", 0), {}}}},
          "get",
          true};
}

TEST(GeneratedCase, has_an_id_that_says_all) {
  EXPECT_EQ(id_of(sample()),
            "generated.dict/prefix=set0x1_deln1,a=popitem,b=get8_len,without=get,told=yes");
  EXPECT_EQ(parse_id(id_of(sample())), sample());
}

TEST(GeneratedCase, every_drawn_one_can_be_had_back_from_its_id_and_its_token) {
  for (const container* of : all_containers()) {
    for (std::uint64_t number = 0; number < 2'000; ++number) {
      const test_case c = draw({of}, 7, number);
      const std::string id = id_of(c);
      ASSERT_EQ(parse_id(id), c) << id;
      const std::string escaped = suture::escape_scenario(id);
      ASSERT_NE(escaped[0], '~') << "not readable: " << id;
      ASSERT_EQ(suture::unescape_scenario(escaped), id);
    }
  }
}

TEST(GeneratedCase, refuses_other_texts) {
  for (const char* text :
       {"", "list.append/a=len,b=len", "generated.tree/a=len,b=len", "generated.list",
        "generated.list/", "generated.list/a=len", "generated.list/b=len,a=len",
        "generated.list/a=len,b=", "generated.list/a=len,b=push1", "generated.list/a=len,b=append",
        "generated.list/a=len,b=append1x2", "generated.list/a=len,b=appendx",
        "generated.list/a=len,b=len,without=push", "generated.list/a=len,b=len,told=no",
        "generated.list/a=len,b=len,c=len,d=len", "generated.list/a=append99999,b=len",
        "generated.list/a=len,b=len,prefix=append1", "generated.list/a=append01,b=len"}) {
    EXPECT_THROW(parse_id(text), std::invalid_argument) << text;
  }
}

}  // namespace
