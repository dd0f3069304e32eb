// suture pairs, over containers of our own: locked right every pair is verified, and each planted
// fault changes the cells that it should, and no other.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/native/modules.hpp"
#include "tests/support/json_schema.hpp"

namespace native_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string text_of(const std::string& file) {
  std::stringstream all;
  all << std::ifstream(file).rdbuf();
  return all.str();
}

// The containers with a fault planted.
std::string containers(const cli::temporary_folder& folder, const std::string& fault) {
  return compile(folder, text_of(SUTURE_OPERATIONS_SOURCE), {"-O2", "-DFAULT=" + fault});
}

struct cell {
  std::string verdict, token, message;
};
using cells = std::map<std::string, cell>;

cells read(const std::string& text) {
  cells all;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    ADD_FAILURE() << text;
    return all;
  }
  for (const auto& c : json.at("cells")) {
    std::string name = c.at("family");
    for (const auto& thread : c.at("operations")) {
      for (const auto& o : thread) name += ' ' + o.get<std::string>();
    }
    all[name] = {c.at("verdict"), c.at("token"), c.at("message")};
  }
  return all;
}

cells cells_of(const std::string& module, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"pairs", module, "--json", "-"});
  const cli::finished done = cli::suture(more);
  EXPECT_THAT(done.err, IsEmpty());
  return read(done.out);
}

const std::string documented = "dict swap items";

TEST(Pairs, of_sound_containers_are_verified) {
  const cli::temporary_folder folder;
  const std::string module = containers(folder, "NONE");
  const cells all = cells_of(module);
  EXPECT_EQ(all.size(), 21 + 36);
  for (const auto& [name, c] : all) {
    EXPECT_EQ(c.verdict, name == documented ? "as documented" : "verified") << name << c.message;
  }
  EXPECT_EQ(cli::suture({"pairs", module}).status, 0);
}

struct planted {
  const char* fault;
  const char* verdict;
  std::set<std::string> cells;
};
std::ostream& operator<<(std::ostream& out, const planted& p) { return out << p.fault; }

class Faults : public testing::TestWithParam<planted> {};

TEST_P(Faults, change_the_cells_that_they_should_and_no_other) {
  const cli::temporary_folder folder;
  const std::string module = containers(folder, GetParam().fault);
  std::set<std::string> changed;
  for (const auto& [name, c] : cells_of(module)) {
    if (name == documented || c.verdict == "verified") continue;
    changed.insert(name);
    EXPECT_EQ(c.verdict, GetParam().verdict) << name << ": " << c.message;
    const cli::finished again = cli::suture({"replay", module, c.token});
    EXPECT_EQ(again.status, 1) << again.err;  // found, where nothing should be
    EXPECT_THAT(again.out, HasSubstr(c.message)) << name;
    if (c.verdict == "not atomic") {
      EXPECT_THAT(again.out, HasSubstr(" gives ")) << name;
    }
  }
  EXPECT_EQ(changed, GetParam().cells);
}

INSTANTIATE_TEST_SUITE_P(
    Planted, Faults,
    testing::Values(
        planted{"APPEND_WITHOUT_LOCK",
                "race",
                {"list append append", "list append prepend", "list append pop", "list append len",
                 "list append get", "list append clear"}},
        planted{"LEN_WITHOUT_LOCK",
                "race",
                {"list append len", "list prepend len", "list pop len", "list len clear"}},
        planted{"POP_LOOKS_FIRST", "not atomic", {"list pop pop", "list pop clear"}},
        planted{"GET_KEEPS_ITEMS", "use after free", {"list append get", "list prepend get"}},
        planted{"CLEAR_LOCKS_CROSSED", "deadlock", {"list append clear", "list prepend clear"}},
        planted{"SETDEFAULT_LOOKS_FIRST",
                "not atomic",
                {"dict set setdefault", "dict setdefault setdefault", "dict setdefault swap"}},
        planted{"POP_FORGETS_TO_UNLOCK", "misuse", {"list pop pop", "list pop clear"}},
        planted{"DISCARD_FORGETS_ITEMS",
                "leak",
                {"list append append", "list append prepend", "list append pop", "list append len",
                 "list append get", "list append clear", "list prepend prepend", "list prepend pop",
                 "list prepend len", "list prepend get", "list prepend clear"}}),
    [](const auto& one) { return std::string(one.param.fault); });

TEST(Baseline, names_what_has_changed_and_fails_where_it_is_for_the_worse) {
  const cli::temporary_folder folder;
  const std::string before = folder.path("before.json"), after = folder.path("after.json");
  EXPECT_EQ(cli::suture({"pairs", containers(folder, "NONE"), "--json", before}).status, 0);
  const std::string module = containers(folder, "POP_LOOKS_FIRST");
  const cli::finished worse = cli::suture({"pairs", module, "--baseline", before, "--json", after});
  EXPECT_EQ(worse.status, 1) << worse.err;
  EXPECT_THAT(worse.out, HasSubstr("list: pop, pop: verified -> not atomic\n"));
  EXPECT_THAT(worse.out, HasSubstr("list: pop, clear: verified -> not atomic\n"));
  EXPECT_THAT(worse.out, HasSubstr("suture replay " + module));
  EXPECT_THAT(worse.out, HasSubstr("2 changed, 2 for the worse\n"));
  EXPECT_THAT(worse.out, Not(HasSubstr("append")));
  // The same faults as before are no news.
  const cli::finished same = cli::suture({"pairs", module, "--baseline", after});
  EXPECT_EQ(same.status, 0) << same.err;
  EXPECT_EQ(same.out, "nothing has changed\n");
  const cli::finished better =
      cli::suture({"pairs", containers(folder, "NONE"), "list.pop", "--baseline", after});
  EXPECT_EQ(better.status, 0) << better.err;
  EXPECT_EQ(better.out, "list: pop, pop: not atomic -> verified\n\n1 changed, 0 for the worse\n");
}

TEST(Matrix, fits_the_page_and_is_the_same_each_time) {
  const cli::temporary_folder folder;
  const std::string module = containers(folder, "NONE");
  const cli::finished done = cli::suture({"pairs", module});
  EXPECT_EQ(cli::suture({"pairs", module, "--jobs", "1"}).out, done.out);
  std::istringstream lines(done.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("not atomic:") != std::string::npos) continue;
    if (line.find("suture replay") != std::string::npos) continue;
    EXPECT_LE(line.size(), 80) << line;
  }
  EXPECT_THAT(done.out, HasSubstr("list\n         append    prepend "));
  EXPECT_THAT(done.out, HasSubstr("57 combinations: 56 verified, 1 as documented"));
  // What found no room beside the others stands below.
  EXPECT_THAT(done.out, HasSubstr("\n            swap           items\nswap        verified\n"));
}

TEST(Matrix, in_json_is_what_the_schema_says) {
  const cli::temporary_folder folder;
  const auto published =
      nlohmann::json::parse(text_of(SUTURE_DOCS "/json-schema/pairs.schema.json"));
  const cli::finished done = cli::suture(
      {"pairs", containers(folder, "POP_LOOKS_FIRST"), "list.pop", "list.len", "--json", "-"});
  EXPECT_EQ(suture::faults_against(published, nlohmann::json::parse(done.out)), "");
}

TEST(Matrix, as_markdown_marks_what_was_found) {
  const cli::temporary_folder folder;
  const cli::finished done = cli::suture(
      {"pairs", containers(folder, "POP_LOOKS_FIRST"), "list.pop", "list.len", "--markdown", "-"});
  EXPECT_EQ(done.status, 1) << done.err;
  EXPECT_THAT(done.out, HasSubstr("### list\n\n| | pop | len |\n|---|---|---|\n"
                                  "| pop | **not atomic** |  |\n| len | verified | verified |\n"));
  EXPECT_THAT(done.out, HasSubstr("<code>suture replay "));
}

TEST(Combinations, of_three_threads_and_of_sequences) {
  const cli::temporary_folder folder;
  const std::string module = containers(folder, "POP_LOOKS_FIRST");
  const cells three = cells_of(module, {"list.pop", "list.len", "--threads", "3"});
  ASSERT_EQ(three.size(), 4);
  EXPECT_EQ(three.at("list pop pop pop").verdict, "not atomic");
  EXPECT_EQ(three.at("list pop pop len").verdict, "not atomic");
  EXPECT_EQ(three.at("list pop len len").verdict, "verified");
  const cells longer = cells_of(module, {"list.pop", "list.append", "--length", "2"});
  ASSERT_EQ(longer.size(), 10);
  EXPECT_EQ(longer.at("list append append append append").verdict, "verified");
  const cell& twice = longer.at("list pop pop pop pop");
  EXPECT_EQ(twice.verdict, "not atomic");
  EXPECT_THAT(cli::suture({"replay", module, twice.token}).out, HasSubstr(twice.message));
}

TEST(Operations, may_wait_for_each_other) {
  const cli::temporary_folder folder;
  const std::string module =
      compile(folder,
              "#include <semaphore.h>\n#include <suture/scenario.h>\n"
              "static sem_t s;\n"
              "SUTURE_PREPARE_OBJECT(box) { sem_init(&s, 0, 0); return &s; }\n"
              "SUTURE_OPERATION(put, \"box.put\") {\n"
              "  sem_post(object); return suture_nothing(); }\n"
              "SUTURE_OPERATION(take, \"box.take\") {\n"
              "  sem_wait(object); return suture_value(1); }\n");
  const cells all = cells_of(module);
  EXPECT_EQ(all.at("box put put").verdict, "verified");
  EXPECT_EQ(all.at("box put take").verdict, "verified");
  EXPECT_THAT(all.at("box take take").verdict, testing::AnyOf("deadlock", "lost wakeup"));
}

void expect_wrong(const std::vector<std::string>& words, const std::string& why) {
  const cli::finished done = cli::suture(words);
  EXPECT_EQ(done.status, 2) << done.out;
  EXPECT_THAT(done.err, HasSubstr(why));
}

TEST(WrongUse, is_told) {
  const cli::temporary_folder folder;
  const std::string module = containers(folder, "NONE");
  expect_wrong({"pairs"}, "MODULE");
  expect_wrong({"pairs", "list"}, "'list' is no module");
  expect_wrong({"pairs", "./none.so"}, "there is no such file");
  expect_wrong({"pairs", module, "list.apend"}, "did you mean list.append?");
  expect_wrong({"pairs", module, "--threads", "1"}, "--threads");
  expect_wrong({"pairs", module, "--length", "0"}, "--length");
  expect_wrong({"pairs", module, "--budget", "soon"}, "--budget is 'soon'");
  expect_wrong({"pairs", module, "--strategy", "luck"}, "luck");
  expect_wrong({"pairs", module, "--threads", "4", "--length", "2"}, "more than 10000");
  expect_wrong({"pairs", module, "--json", "/nowhere/x.json"}, "--json: /nowhere/x.json");
  expect_wrong({"pairs", module, "--baseline", folder.path("none.json")}, "none.json");
  const std::string text = folder.path("text.json"), three = folder.path("three.json");
  std::ofstream(text) << "{}\n";
  expect_wrong({"pairs", module, "--baseline", text}, "is no matrix of 'suture pairs'");
  EXPECT_EQ(cli::suture({"pairs", module, "list.len", "--threads", "3", "--json", three}).status,
            0);
  expect_wrong({"pairs", module, "--baseline", three}, "was made with --threads 3 --length 1");
  expect_wrong({"check", module}, "has operations, but no scenario");
}

TEST(WrongUse, of_the_macros_is_told) {
  const cli::temporary_folder folder;
  const std::string head = "#include <suture/scenario.h>\n";
  const std::string prepare = head + "SUTURE_PREPARE_OBJECT(box) { return 0; }\n";
  const auto module = [&](const std::string& source) { return compile(folder, source); };
  const std::string one = "SUTURE_OPERATION(one, \"box.get\") { return suture_nothing(); }\n";
  expect_wrong({"pairs", module(head + one)},
               "operation 'box.get' has no object: write SUTURE_PREPARE_OBJECT(box)");
  expect_wrong(
      {"pairs",
       module(prepare + one + "SUTURE_OPERATION(two, \"box.get\") { return suture_nothing(); }\n")},
      "two operations 'box.get'");
  expect_wrong(
      {"pairs", module(prepare + "SUTURE_OPERATION(one, \"Get\") { return suture_nothing(); }\n")},
      "operation 'Get': a name reads family.operation");
  expect_wrong({"pairs", module(head + "SUTURE_SCENARIO(s, \"a.b\") {}\n")}, "has no operation");
}

}  // namespace
}  // namespace native_test
