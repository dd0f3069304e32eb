// suture history as a process: what the exit status says, and where the text goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

const std::string set_then_get =
    R"({"process":0,"call":1,"return":5,"function":"set","arguments":["k",1],"result":null}
{"process":1,"call":6,"return":7,"function":"get","arguments":["k"],"result":1}
)";
const std::string late_get =
    R"({"process":1,"call":8,"return":9,"function":"get","arguments":["k"],"result":null}
)";

TEST(History, is_zero_for_a_linearizable_one) {
  const finished f = suture({"history", "-", "--model", "dict"}, set_then_get);
  EXPECT_EQ(f.status, 0);
  EXPECT_THAT(f.out, HasSubstr("linearizable: 2 operations by 2 processes, model dict"));
  EXPECT_EQ(f.err, "");
}

TEST(History, is_one_for_another_and_shows_why) {
  const finished f = suture({"history", "-", "--model", "dict"}, set_then_get + late_get);
  EXPECT_EQ(f.status, 1);
  EXPECT_THAT(f.out, HasSubstr("not linearizable"));
  EXPECT_THAT(f.out, HasSubstr("fits nowhere (line 3)"));
  EXPECT_EQ(f.err, "");
}

TEST(History, is_two_for_what_cannot_be_read_and_names_the_line) {
  const finished f =
      suture({"history", "-", "--model", "dict"}, set_then_get + "{\"process\":1}\n");
  EXPECT_EQ(f.status, 2);
  EXPECT_EQ(f.out, "");
  EXPECT_THAT(f.err, HasSubstr("standard input:3: "));
  EXPECT_EQ(suture({"history", "/nowhere/at/all", "--model", "dict"}).status, 2);
  EXPECT_EQ(suture({"history", "-", "--model", "tree"}, set_then_get).status, 2);
  EXPECT_EQ(suture({"history", "-"}, set_then_get).status, 2);
  EXPECT_EQ(suture({"history"}).status, 2);
}

TEST(History, reads_a_file) {
  const std::string file = testing::TempDir() + "suture_history_test.jsonl";
  std::ofstream(file) << set_then_get;
  EXPECT_EQ(suture({"history", file, "--model", "dict"}).status, 0);
  // Of a register that get asks for no key.
  const finished f = suture({"history", file, "--model", "register"});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("suture_history_test.jsonl:1: "));
  std::remove(file.c_str());
}

TEST(History, excuses_what_is_documented) {
  EXPECT_EQ(suture({"history", "-", "--model", "list", "--allow", "sort"},
                   R"({"process":0,"call":1,"return":2,"function":"len","result":0})")
                .status,
            0);
  EXPECT_EQ(suture({"history", "-", "--model", "list", "--allow", "append"}, "{}").status, 2);
}

}  // namespace
}  // namespace cli
