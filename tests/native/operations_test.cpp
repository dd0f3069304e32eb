// suture pairs as a command: its matrix in each form, baselines, combinations of more than two
// operations, and wrong use. What it finds: operation_faults_test.cpp.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/native/modules.hpp"
#include "tests/native/operations.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/markup.hpp"

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

constexpr auto fault = "SETDEFAULT_IN_TWO_STEPS";

TEST(Baseline, names_what_has_changed_and_fails_where_it_is_for_the_worse) {
  const cli::temporary_folder folder;
  const std::string before = folder.path("before.json"), after = folder.path("after.json");
  const auto pairs = [](const std::string& module, std::vector<std::string> more) {
    more.insert(more.begin(), {"pairs", module, "dict.set*"});
    return cli::suture(more);
  };
  EXPECT_EQ(pairs(container(folder, "dict"), {"--json", before}).status, 0);
  const std::string module = container(folder, "dict", fault);
  const cli::finished worse = pairs(module, {"--baseline", before, "--json", after});
  EXPECT_EQ(worse.status, 1) << worse.err;
  EXPECT_THAT(worse.out, HasSubstr("dict: set, setdefault: verified -> not atomic\n"));
  EXPECT_THAT(worse.out, HasSubstr("dict: setdefault, setdefault: verified -> not atomic\n"));
  EXPECT_THAT(worse.out, HasSubstr("suture replay " + module));
  EXPECT_THAT(worse.out, HasSubstr("2 changed, 2 for the worse\n"));
  EXPECT_THAT(worse.out, Not(HasSubstr("set, set:")));
  // The same faults as before are no news.
  const cli::finished same = pairs(module, {"--baseline", after});
  EXPECT_EQ(same.status, 0) << same.err;
  EXPECT_EQ(same.out, "nothing has changed\n");
  const cli::finished better =
      cli::suture({"pairs", container(folder, "dict"), "dict.setdefault", "--baseline", after});
  EXPECT_EQ(better.status, 0) << better.err;
  EXPECT_EQ(better.out,
            "dict: setdefault, setdefault: not atomic -> verified\n\n"
            "1 changed, 0 for the worse\n");
}

TEST(Matrix, fits_the_page_and_is_the_same_each_time) {
  const cli::temporary_folder folder;
  const std::string module = container(folder, "dict");
  const std::vector<std::string> some = {"pairs",      module,         "dict.*et*",
                                         "dict.clear", "dict.popitem", "dict.values"};
  std::vector<std::string> alone = some;
  alone.insert(alone.end(), {"--jobs", "1"});
  const cli::finished done = cli::suture(some);
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(cli::suture(alone).out, done.out);
  std::istringstream lines(done.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("not atomic:") != std::string::npos) continue;
    if (line.find("suture replay") != std::string::npos) continue;
    EXPECT_LE(line.size(), 80) << line;
  }
  EXPECT_THAT(done.out, HasSubstr("dict\n            get       get_or "));
  EXPECT_THAT(done.out, HasSubstr("36 combinations: 35 verified, 1 as documented"));
  // What found no room beside the others stands below.
  EXPECT_THAT(done.out, HasSubstr("\n            clear          values\n"
                                  "clear       verified\n"));
}

TEST(Matrix, in_json_is_what_the_schema_says) {
  const cli::temporary_folder folder;
  const auto published =
      nlohmann::json::parse(text_of(SUTURE_DOCS "/json-schema/pairs.schema.json"));
  const cli::finished done =
      cli::suture({"pairs", container(folder, "dict", fault), "dict.set*", "--json", "-"});
  EXPECT_EQ(suture::faults_against(published, nlohmann::json::parse(done.out)), "");
}

TEST(Matrix, as_markdown_marks_what_was_found) {
  const cli::temporary_folder folder;
  const cli::finished done =
      cli::suture({"pairs", container(folder, "dict", fault), "dict.set*", "--markdown", "-"});
  EXPECT_EQ(done.status, 1) << done.err;
  EXPECT_THAT(done.out, HasSubstr("### dict\n\n| | set | setdefault |\n|---|---|---|\n"
                                  "| set | verified |  |\n"
                                  "| setdefault | **not atomic** | **not atomic** |\n"));
  EXPECT_THAT(done.out, HasSubstr("<code>suture replay "));
}

TEST(Matrix, as_html_has_each_cell_with_its_token_and_marks_changes) {
  const cli::temporary_folder folder;
  const std::string before = folder.path("before.json"), page = folder.path("page.html");
  EXPECT_EQ(cli::suture({"pairs", container(folder, "dict"), "dict.set*", "--json", before}).status,
            0);
  const std::string module = container(folder, "dict", fault);
  const cli::finished done = cli::suture({"pairs", module, "dict.set*", "--baseline", before,
                                          "--html", page, "--json", folder.path("now.json")});
  EXPECT_EQ(done.status, 1) << done.err;
  EXPECT_THAT(done.out, HasSubstr("2 changed, 2 for the worse"));
  const std::string html = text_of(page);
  EXPECT_EQ(suture::unbalanced(html), "");
  const cells all = cells_in(text_of(folder.path("now.json")));
  ASSERT_EQ(all.size(), 3);
  for (const auto& [name, c] : all) EXPECT_THAT(html, HasSubstr(c.token)) << name;
  EXPECT_THAT(html, testing::ContainsRegex("class=\"found changed\"[^>]*><a href=\"#c3\">not "
                                           "atomic</a><small>was verified</small>"));
  // To standard output it goes alone.
  const cli::finished alone = cli::suture({"pairs", module, "dict.set", "--html", "-"});
  EXPECT_EQ(alone.status, 0) << alone.err;
  EXPECT_THAT(alone.out, testing::StartsWith("<!DOCTYPE html>\n"));
  EXPECT_THAT(alone.out, testing::EndsWith("</html>\n"));
}

TEST(Combinations, of_three_threads_and_of_sequences) {
  const cli::temporary_folder folder;
  const std::string module = container(folder, "dict", fault);
  const cells three = cells_of(module, {"dict.setdefault", "dict.length", "--threads", "3"});
  ASSERT_EQ(three.size(), 4);
  EXPECT_EQ(three.at("dict setdefault setdefault setdefault").verdict, "not atomic");
  EXPECT_EQ(three.at("dict setdefault setdefault length").verdict, "not atomic");
  EXPECT_EQ(three.at("dict setdefault length length").verdict, "verified");
  const cells longer = cells_of(module, {"dict.setdefault", "dict.length", "--length", "2"});
  ASSERT_EQ(longer.size(), 10);
  EXPECT_EQ(longer.at("dict length length length length").verdict, "verified");
  const cell& twice = longer.at("dict setdefault setdefault setdefault setdefault");
  EXPECT_EQ(twice.verdict, "not atomic");
  const cli::finished again = cli::suture({"replay", module, twice.token});
  EXPECT_THAT(again.out, HasSubstr(twice.message));
  EXPECT_THAT(again.out, HasSubstr(" gives "));
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

TEST(Operations, may_be_written_in_cxx) {
  const cli::temporary_folder folder;
  const std::string source = folder.path("map.cpp"), module = folder.path("libmap.so");
  std::ofstream(source) << "#include <map>\n#include <mutex>\n#include <suture/scenario.h>\n"
                           "struct map { std::mutex lock; std::map<int, int> items; };\n"
                           "SUTURE_PREPARE_OBJECT(map) { return new map; }\n"
                           "SUTURE_DISCARD_OBJECT(map) { delete static_cast<map*>(object); }\n"
                           "SUTURE_OPERATION(put, \"map.put\") {\n"
                           "  auto& m = *static_cast<map*>(object);\n"
                           "  const std::scoped_lock held(m.lock);\n"
                           "  m.items[1] = suture_operation_number();\n"
                           "  return suture_nothing(); }\n"
                           "SUTURE_OPERATION(size, \"map.size\") {\n"
                           "  return suture_value(static_cast<map*>(object)->items.size()); }\n";
  const std::string cxx =
      std::string(SUTURE_CC).replace(std::string(SUTURE_CC).rfind("cc"), 2, "c++");
  const cli::finished made =
      cli::run_program(cxx, {"-std=c++20", "-O2", "-shared", "-o", module, source});
  ASSERT_EQ(made.status, 0) << made.err;
  const cells all = cells_of(module);
  EXPECT_EQ(all.at("map put put").verdict, "verified") << all.at("map put put").message;
  EXPECT_EQ(all.at("map put size").verdict, "race") << all.at("map put size").message;
  EXPECT_EQ(all.at("map size size").verdict, "verified") << all.at("map size size").message;
}

void expect_wrong(const std::vector<std::string>& words, const std::string& why) {
  const cli::finished done = cli::suture(words);
  EXPECT_EQ(done.status, 2) << done.out;
  EXPECT_THAT(done.err, HasSubstr(why));
}

TEST(WrongUse, is_told) {
  const cli::temporary_folder folder;
  const std::string module = container(folder, "list");
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
  expect_wrong({"pairs", module, "--html", "/nowhere/x.html"}, "--html: /nowhere/x.html");
  expect_wrong({"pairs", module, "--json", "-", "--html", "-"},
               "--json and --html both go to standard output");
  expect_wrong({"pairs", module, "--baseline", folder.path("none.json")}, "none.json");
  const std::string text = folder.path("text.json"), three = folder.path("three.json");
  std::ofstream(text) << "{}\n";
  expect_wrong({"pairs", module, "--baseline", text}, "is no matrix of 'suture pairs'");
  EXPECT_EQ(cli::suture({"pairs", module, "list.length", "--threads", "3", "--json", three}).status,
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
