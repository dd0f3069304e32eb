#include "checkers/linearizability/history_command.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace suture::linearizability {
namespace {

struct run {
  int status;
  std::string out;
  std::string err;
};

run command(const std::string& text, const std::string& model, const std::string& allow = "",
            const std::string& file = "-") {
  history_request request;
  request.file = file;
  request.model = model;
  request.allow = allow;
  std::istringstream in(text);
  std::ostringstream out;
  std::ostringstream err;
  const int status = history_command(request, in, out, err);
  return {status, out.str(), err.str()};
}

const std::string set_and_get =
    R"({"process":0,"call":1,"return":5,"function":"set","arguments":["k",1],"result":null}
{"process":1,"call":2,"return":3,"function":"get","arguments":["k"],"result":1}
{"process":2,"call":2,"return":null,"function":"set","arguments":["j",1],"result":null}
)";

TEST(HistoryCommand, zero_for_a_linearizable_history) {
  const run r = command(set_and_get, "dict");
  EXPECT_EQ(r.status, 0);
  EXPECT_EQ(r.out,
            "linearizable: 3 operations (1 pending) by 3 processes, model dict, 2 keys checked "
            "apart\n");
  EXPECT_EQ(r.err, "");
}

TEST(HistoryCommand, one_for_another_with_all_that_explains_it) {
  const run r = command(
      set_and_get +
          R"({"process":1,"call":6,"return":7,"function":"get","arguments":["k"],"result":null})",
      "dict");
  EXPECT_EQ(r.status, 1);
  EXPECT_EQ(
      r.out,
      R"(not linearizable: 4 operations (1 pending) by 3 processes, model dict, 2 keys checked apart
  the operations on key 'k' show it:

  time  process 0        process 1
     1  ┌ 1 set('k', 1)
     2  │                ┌ 2 get('k')
     3  │                └ 1
     5  └ None
     6                   ┌ ✗ get('k')
     7                   └ None

  longest partial linearization: 2 of 3 operations
                                       {}
     1  process 0  set('k', 1) → None  {'k': 1}
     2  process 1  get('k') → 1        {'k': 1}
     ✗  process 1  get('k') → None     fits nowhere (line 4); here it returns 1

  sequentially consistent: no
  quiescently consistent: yes
)");
  EXPECT_EQ(r.err, "");
}

TEST(HistoryCommand, two_for_what_cannot_be_read) {
  const auto complaint = [](const std::string& text, const std::string& model = "dict",
                            const std::string& allow = "", const std::string& file = "-") {
    const run r = command(text, model, allow, file);
    EXPECT_EQ(r.status, 2);
    EXPECT_EQ(r.out, "");
    return r.err;
  };
  EXPECT_EQ(complaint(set_and_get + "{"),
            "suture history: standard input:4: not JSON from column 2 on\n");
  EXPECT_EQ(complaint(""), "suture history: standard input: there is no operation in it\n");
  EXPECT_EQ(complaint(set_and_get, "dcit"),
            "suture history: no model 'dcit'; did you mean 'dict'?\n");
  EXPECT_EQ(complaint(set_and_get, "queue"),
            "suture history: no model 'queue'; there are register, list, dict, set\n");
  EXPECT_EQ(complaint(set_and_get, ""),
            "suture history: which model? There are register, list, dict, set\n");
  EXPECT_EQ(complaint(set_and_get, "list"),
            "suture history: standard input:1: set: argument 1 must be an integer, not 'k'\n");
  EXPECT_EQ(complaint("\n" + set_and_get + set_and_get),
            "suture history: standard input:5: process 0 calls set('k', 1) at 1, but its "
            "set('k', 1) returned at 5 only: a process does one thing at a time\n");
  EXPECT_EQ(complaint(set_and_get, "dict", "get"),
            "suture history: 'get' is not documented as non-atomic for model dict\n");
  EXPECT_EQ(complaint("", "dict", "", "/no/such/file"),
            "suture history: /no/such/file: No such file or directory\n");
  EXPECT_EQ(complaint("", "dict", "", "/"), "suture history: /: Is a directory\n");
}

TEST(HistoryCommand, reads_a_file) {
  EXPECT_EQ(command("", "list", "", SUTURE_TEST_DATA "/recorded_list.jsonl").out,
            "linearizable: 400 operations by 1 process, model list\n");
}

TEST(HistoryCommand, names_what_it_did_not_check_and_why) {
  const run r =
      command(R"({"process":0,"call":1,"return":2,"function":"append","arguments":[1],"result":null}
{"process":0,"call":3,"return":8,"function":"sort","result":null}
{"process":1,"call":4,"return":5,"function":"len","result":0}
)",
              "list", "documented");
  EXPECT_EQ(r.status, 0);
  EXPECT_EQ(r.out,
            "linearizable: 3 operations by 2 processes, model list\n"
            "  not checked: line 3, len() → 0; list.sort is not atomic (Doc/library/"
            "threadsafety.rst, list: appears empty for the duration of the sort)\n");
}

TEST(HistoryCommand, three_where_its_memory_ends) {
  std::string text;
  for (int p = 0; p < 12; ++p) {
    text += R"({"process":)" + std::to_string(p) +
            R"(,"call":1,"return":9,"function":"append","arguments":[)" + std::to_string(p) +
            R"(],"result":null})" + "\n";
  }
  text += R"({"process":0,"call":10,"return":11,"function":"len","result":1})";
  history_request request;
  request.model = "list";
  request.memory = std::size_t{1} << 20;
  std::istringstream in(text);
  std::ostringstream out;
  EXPECT_EQ(history_command(request, in, out, out), 3);
  EXPECT_EQ(out.str().substr(0, out.str().find(" after")),
            "undecided: 13 operations by 12 processes, model list\n"
            "  the search reached its bound of 1 MiB");
}

std::string line(std::size_t process, std::size_t call, std::size_t end, const std::string& rest) {
  return R"({"process":)" + std::to_string(process) + R"(,"call":)" + std::to_string(call) +
         R"(,"return":)" + std::to_string(end) + "," + rest + "}\n";
}

// One process after the other, none at a time with another.
std::string appends(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += line(i % 3, 2 * i + 1, 2 * i + 2,
                 R"("function":"append","arguments":[)" + std::to_string(i) + R"(],"result":null)");
  }
  return text;
}

TEST(HistoryCommand, decides_a_long_sequential_history_at_once) {
  constexpr std::size_t many = 100'000;
  EXPECT_EQ(command(appends(many), "list").status, 0);
  const std::string last = line(0, 2 * many + 1, 2 * many + 2, R"("function":"len","result":1)");
  const run wrong = command(appends(many) + last, "list");
  EXPECT_EQ(wrong.status, 1);
}

TEST(HistoryCommand, three_where_its_budget_ends) {
  std::string text = appends(50);
  for (std::size_t p = 0; p < 12; ++p) {
    text +=
        line(p, 1000, 2000,
             R"("function":"append","arguments":[7)" + std::to_string(p) + R"(],"result":null)");
  }
  text += line(0, 3000, 3001, R"("function":"pop","result":-1)");
  history_request request;
  request.model = "list";
  request.steps = 1000;
  std::istringstream in(text);
  std::ostringstream out;
  EXPECT_EQ(history_command(request, in, out, out), 3);
  EXPECT_NE(out.str().find("  the search reached its budget after "), std::string::npos);
  request.steps = 0;
  request.seconds = 0.05;
  std::istringstream again(text);
  EXPECT_EQ(history_command(request, again, out, out), 3);
}

TEST(HistoryCommand, refuses_what_has_no_end) {
  EXPECT_EQ(command("", "dict", "", "/dev/zero").err,
            "suture history: /dev/zero: Is no regular file: a pipe or a device may have no end\n");
}

TEST(HistoryCommand, refuses_what_nests_too_deep) {
  for (const char* bracket : {"[", "{\"a\":", "[{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += bracket;
    const run r = command(deep, "list");
    EXPECT_EQ(r.status, 2);
    EXPECT_NE(r.err.find("nested more than 102 deep"), std::string::npos) << r.err;
  }
}

TEST(HistoryCommand, sends_no_control_characters_to_the_terminal) {
  const run r = command(line(0, 1, 2, R"("function":"\u001b[31mred","result":null)"), "list");
  EXPECT_EQ(r.status, 2);
  EXPECT_EQ(r.err.find('\x1b'), std::string::npos) << r.err;
}

}  // namespace
}  // namespace suture::linearizability
