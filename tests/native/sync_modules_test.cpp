// Modules that are written against sync:: rather than compiled by suture-cc: the command's engine
// answers their calls.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/native/operations.hpp"

namespace native_test {
namespace {

using testing::HasSubstr;

cli::finished compiled(const std::string& source, const std::string& module,
                       const std::vector<std::string>& more = {}) {
  const std::string root = SUTURE_ROOT;
  std::vector<std::string> words{"-std=c++20", "-g",        "-fPIC",
                                 "-shared",    "-I" + root, std::string("-I") + SUTURE_HEADERS,
                                 "-o",         module,      source};
  words.insert(words.end(), more.begin(), more.end());
  return cli::run_program(SUTURE_CXX, words);
}

std::string module_of(const cli::temporary_folder& folder, const std::string& name,
                      const std::string& define, const std::string& level = "-O1") {
  const std::string module = folder.path("lib" + name + "-" + define + ".so");
  const cli::finished made =
      compiled(std::string(SUTURE_ROOT) + "/tests/native/operations/" + name + ".cpp", module,
               {"-Wall", "-Wextra", "-Werror", level, "-D" + define});
  EXPECT_EQ(made.status, 0) << made.err;
  return module;
}

// The cells that are not verified, with what they are.
std::map<std::string, std::string> wrong_in(const cells& all) {
  std::map<std::string, std::string> wrong;
  for (const auto& [name, c] : all) {
    if (c.verdict != "verified") wrong[name] = c.verdict;
  }
  return wrong;
}

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(SyncModules, have_pairs) {
  const cli::temporary_folder folder;
  const cells sound = cells_of(module_of(folder, "ring", "NONE"));
  EXPECT_EQ(sound.size(), 10);
  EXPECT_THAT(wrong_in(sound), IsEmpty());
  const std::string racy = module_of(folder, "ring", "LENGTH_WITHOUT_LOCK");
  const cells race = cells_of(racy);
  EXPECT_THAT(wrong_in(race),
              ElementsAre(Pair("ring put length", "race"), Pair("ring take length", "race")));
  const cell& c = race.at("ring put length");
  const cli::finished again = cli::suture({"replay", racy, c.token});
  EXPECT_EQ(again.status, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr(c.message));
  EXPECT_THAT(again.out, HasSubstr("ring.cpp:"));
  // Two that find it empty at once; that find it full do so under the lock.
  EXPECT_THAT(wrong_in(cells_of(module_of(folder, "ring", "REFUSED_IN_TWO_STEPS"),
                                {"--length", "2", "ring.take", "ring.put"})),
              testing::Contains(Pair("ring take take take take", "not atomic")));
}

TEST(SyncModules, have_scenarios) {
  const cli::temporary_folder folder;
  // Without optimisation it has functions of its own for what headers define.
  const std::string module = module_of(folder, "ring", "NONE", "-O0");
  const cli::finished right = cli::suture({"check", module});
  EXPECT_EQ(right.status, 0) << right.out << right.err;
  EXPECT_THAT(right.out, testing::ContainsRegex("ring.two_puts +verified +verified +2 "));
  const cli::finished wrong = cli::suture({"check", module_of(folder, "ring", "PUT_WITHOUT_LOCK")});
  EXPECT_EQ(wrong.status, 1) << wrong.err;
  EXPECT_THAT(wrong.out, HasSubstr("FOUND race"));
}

// As in a test program: what is not released is a leak, and what ends early is unwound.
TEST(SyncModules, run_as_other_code_over_sync_does) {
  const cli::temporary_folder folder;
  const std::string source = folder.path("runs.cpp"), module = folder.path("libruns.so");
  std::ofstream(source) << R"(
#include <cstdio>
#include <string>
#include <suture/scenario.h>
#include <suture/suture.hpp>
SUTURE_PREPARE_OBJECT(kept) { return sync::make<sync::atomic<int>>(0); }
SUTURE_OPERATION(add, "kept.add") {
  static_cast<sync::atomic<int>*>(object)->fetch_add(1);
  return suture_text(std::string(100, 'x').c_str()); }
struct leaving {
  ~leaving() { std::fputs("unwound", stderr); }
};
SUTURE_SCENARIO(early, "run.ends_early") {
  const leaving l;
  sync::assume(false);
})";
  ASSERT_EQ(compiled(source, module).status, 0);
  EXPECT_EQ(cells_of(module).at("kept add add").verdict, "leak");
  EXPECT_THAT(cli::suture({"check", module, "--budget", "1runs"}).err, HasSubstr("unwound"));
}

TEST(SyncModules, try_locks_in_the_interpreter_cores_containers) {
  const cli::temporary_folder folder;
  EXPECT_THAT(wrong_in(cells_of(module_of(folder, "core_list", "LOCK=assumed"))), IsEmpty());
  EXPECT_THAT(wrong_in(cells_of(module_of(folder, "core_list", "LOCK=none"))),
              ElementsAre(Pair("list append append", "race"), Pair("list append clear", "race"),
                          Pair("list append len", "race"), Pair("list clear clear", "race"),
                          Pair("list len clear", "race")));
}

TEST(SyncModules, with_an_engine_of_their_own_or_of_another_version_are_refused) {
  const cli::temporary_folder folder;
  const std::string source = folder.path("own.cpp"), module = folder.path("libown.so");
  // As the library has it, and as a later header might.
  std::ofstream(source) << "namespace suture::hooks { void make_cell() {} }\n";
  ASSERT_EQ(compiled(source, module).status, 0);
  const cli::finished own = cli::suture({"pairs", module});
  EXPECT_EQ(own.status, 2);
  EXPECT_THAT(own.err, HasSubstr("has an engine of its own"));
  std::ofstream(source) << "namespace suture::hooks { void of_tomorrow(); }\n"
                           "void run() { suture::hooks::of_tomorrow(); }\n";
  ASSERT_EQ(compiled(source, module).status, 0);
  const cli::finished later = cli::suture({"pairs", module});
  EXPECT_EQ(later.status, 2);
  EXPECT_THAT(later.err, HasSubstr("compiled with the headers of another version"));
}

}  // namespace
}  // namespace native_test
