// suture pairs over the interpreter core's containers: locked right, all pairs are verified;
// without the lock of one entry point, the cells change in which somebody touches what it touches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "cli/pairs/subject.hpp"
#include "scenarios/generated/case.hpp"
#include "tests/cli/command.hpp"

namespace cli {
namespace {

namespace generated = scenarios::generated;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(PairsOfTheCore, are_verified) {
  const finished list = suture({"pairs", "generated.list"});
  EXPECT_EQ(list.status, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("136 combinations: 136 verified (portfolio, rc11)\n"));
  const finished dict = suture({"pairs", "generated.dict"});
  EXPECT_EQ(dict.status, 0) << dict.err;
  EXPECT_THAT(dict.out, HasSubstr("91 combinations: 91 verified (portfolio, rc11)\n"));
}

TEST(PairsOfTheCore, are_of_every_operation_that_cases_are_drawn_from) {
  for (const generated::container* of : generated::all_containers()) {
    const auto subject = subject_of_core(std::string("generated.") + of->name);
    std::set<const generated::signature*> tried;
    for (const pairs_operation& o : subject->operations()) {
      pairs_cell c;
      c.family = o.family;
      c.threads = {{o.name}, {o.name, o.name}};
      const generated::test_case drawn =
          generated::parse_id(subject->variant_of(c, pairs_run::together)->id);
      EXPECT_EQ(drawn.of, of);
      ASSERT_EQ(drawn.threads.size(), 2);
      ASSERT_EQ(drawn.threads[1].size(), 2) << o.name;
      EXPECT_EQ(drawn.threads[0][0].operation, drawn.threads[1][1].operation);
      tried.insert(drawn.threads[0][0].operation);
    }
    EXPECT_EQ(tried.size(), of->operations.size()) << of->name;
  }
}

// The lines of --baseline that name a cell, of these operations.
std::set<std::string> changed(const std::string& container, const std::string& entry,
                              const std::vector<std::string>& operations) {
  const temporary_folder folder;
  const std::string baseline = folder.path("sound.json"), name = "generated." + container;
  std::vector<std::string> before{"pairs", name, "--json", baseline};
  std::vector<std::string> now{"pairs", name + "/without=" + entry, "--baseline", baseline};
  before.insert(before.end(), operations.begin(), operations.end());
  now.insert(now.end(), operations.begin(), operations.end());
  EXPECT_EQ(suture(before).status, 0);
  const finished done = suture(now);
  EXPECT_EQ(done.status, 1) << done.err;
  std::set<std::string> all;
  std::istringstream lines(done.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" -> ") != std::string::npos) all.insert(line);
  }
  return all;
}

TEST(PairsOfTheCore, that_change_without_a_lock_are_those_that_touch_the_same) {
  const std::string race = ": verified -> race";
  // Who makes it longer or shorter.
  EXPECT_EQ(changed("list", "len", {}),
            (std::set<std::string>{"list: append, len" + race, "list: insert, len" + race,
                                   "list: pop, len" + race, "list: pop_at, len" + race,
                                   "list: extend, len" + race, "list: remove, len" + race,
                                   "list: len, clear" + race}));
  // Who changes that entry, or the table. Not `iterate`, which takes long.
  EXPECT_EQ(changed("dict", "get", {"dict.[!i]*"}),
            (std::set<std::string>{"dict: get, set" + race, "dict: get, replace" + race,
                                   "dict: get, setdefault" + race, "dict: get, del" + race,
                                   "dict: get, clear" + race}));
}

TEST(PairsOfTheCore, have_tokens_that_need_no_module) {
  const finished done =
      suture({"pairs", "generated.list/without=len", "list.len", "list.append", "--json", "-"});
  EXPECT_EQ(done.status, 1);
  const auto cells = nlohmann::json::parse(done.out).at("cells");
  ASSERT_EQ(cells.size(), 3);
  EXPECT_EQ(cells[0].at("verdict"), "verified");
  EXPECT_THAT(cells[0].at("guarantee").get<std::string>(), HasSubstr("every execution"));
  EXPECT_EQ(cells[1].at("verdict"), "race");
  const std::string token = cells[1].at("token");
  EXPECT_EQ(cells[1].at("replay"), "suture replay " + token);
  const finished again = suture({"replay", token});
  EXPECT_EQ(again.status, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr(cells[1].at("message").get<std::string>()));
}

TEST(PairsOfTheCore, may_be_more_than_pairs) {
  const finished three =
      suture({"pairs", "generated.dict", "dict.set", "dict.popitem", "--threads", "3"});
  EXPECT_EQ(three.status, 0) << three.out << three.err;
  EXPECT_THAT(three.out, HasSubstr("4 combinations: 4 verified"));
  const finished longer =
      suture({"pairs", "generated.list", "list.append", "list.pop", "--length", "2"});
  EXPECT_EQ(longer.status, 0) << longer.out << longer.err;
  EXPECT_THAT(longer.out, HasSubstr("10 combinations: 10 verified"));
}

TEST(PairsOfTheCore, wrong_use_is_told) {
  const auto complaint = [](std::vector<std::string> words) {
    words.insert(words.begin(), "pairs");
    const finished done = suture(words);
    EXPECT_EQ(done.status, 2) << done.out;
    EXPECT_THAT(done.out, IsEmpty());
    return done.err;
  };
  EXPECT_THAT(complaint({"generated.tree"}), HasSubstr("generated.list and generated.dict"));
  EXPECT_THAT(complaint({"generated.list/a=len,b=len"}), HasSubstr("has no operations"));
  EXPECT_THAT(complaint({"generated.list/without=push"}), HasSubstr("no entry point 'push'"));
  EXPECT_THAT(complaint({"list"}), HasSubstr("or generated.list, generated.dict"));
  EXPECT_THAT(complaint({"generated.list", "list.push"}), HasSubstr("no operation of generated"));
  EXPECT_THAT(complaint({"generated.list", "--threads", "4"}), HasSubstr("runs 3 at most"));
}

}  // namespace
}  // namespace cli
