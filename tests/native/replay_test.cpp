// A finding in a module stands at its lines, and its token repeats it anywhere.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/native/modules.hpp"

namespace native_test {
namespace {

using testing::HasSubstr;

const compiled gcc{"gcc", "-O2"};

TEST(Replay, repeats_a_finding_from_another_folder_and_environment) {
  const std::string file = module_file("waits", gcc);
  if (file.empty()) GTEST_SKIP() << "there is no gcc on this machine";
  const auto verdicts = verdicts_of(file);
  for (const char* id : {"wait.condition/asks=no", "wait.parking_lot/looks=once",
                         "wait.parking_lot/unlock=relaxed", "wait.futex/unlock=wakes_nobody"}) {
    const verdict& v = verdicts.at(id);
    ASSERT_FALSE(v.token.empty()) << id;
    const std::string line = fmt::format("cd / && MORE={} exec {} replay {} {}",
                                         std::string(3000, 'x'), SUTURE_COMMAND, file, v.token);
    const cli::finished again = cli::run_program("/bin/sh", {"-c", line});
    EXPECT_EQ(again.status, 0) << again.out << again.err;
    EXPECT_THAT(again.out, HasSubstr("FOUND " + v.word)) << id;
    EXPECT_THAT(again.out, HasSubstr(v.message)) << id;
  }
}

TEST(Replay, names_file_line_and_variable_of_a_race) {
#ifndef SUTURE_NATIVE_LINES
  GTEST_SKIP() << "this build has no libbacktrace";
#endif
  const std::string file = module_file("counting", gcc);
  if (file.empty()) GTEST_SKIP() << "there is no gcc on this machine";
  const verdict race = verdicts_of(file, {}).at("count.plain");
  EXPECT_THAT(race.message,
              testing::ContainsRegex("thread 0 .* plain at counting.c:[0-9]+, thread 1 .* it at "
                                     "counting.c:[0-9]+, and nothing orders them"));
}

TEST(Replay, needs_the_module_that_the_token_is_of) {
  const std::string counting = module_file("counting", gcc), locks = module_file("locks", gcc);
  if (counting.empty()) GTEST_SKIP() << "there is no gcc on this machine";
  const std::string token = verdicts_of(counting).at("count.plain").token;
  const cli::finished without = cli::suture({"replay", token});
  EXPECT_EQ(without.status, 2);
  EXPECT_THAT(without.err, HasSubstr("count.plain"));
  const cli::finished other = cli::suture({"replay", locks, token});
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.err, HasSubstr("which the module does not have"));
}

TEST(Replay, can_be_pasted_into_a_shell_whatever_the_path) {
  const std::string counting = module_file("counting", gcc);
  if (counting.empty()) GTEST_SKIP() << "there is no gcc on this machine";
  const cli::temporary_folder folder;
  const std::string file = folder.path("it's {a} $PWD; & <b>.so");
  std::filesystem::copy_file(counting, file);
  const cli::finished found = cli::suture({"check", file, "count.plain", "--json", "-"});
  const auto json = nlohmann::json::parse(found.out, nullptr, false);
  ASSERT_FALSE(json.is_discarded()) << found.err;
  const auto finding = json.at("results").at(0).at("finding");
  const std::string line = finding.at("replay");
  ASSERT_EQ(line.rfind("suture ", 0), 0) << line;
  const cli::finished again =
      cli::run_program("/bin/sh", {"-c", SUTURE_COMMAND + line.substr(std::size("suture") - 1)});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr(finding.at("message").get<std::string>()));
}

TEST(Replay, says_that_the_code_has_changed) {
  const char* const source =
      "#include <pthread.h>\n"
      "#include <suture/scenario.h>\n"
      "#include <stdatomic.h>\n"
      "static atomic_int x;\n"
      "static int plain;\n"
      "static void *set(void *a) {{ {} plain = 1; return a; }}\n"
      "SUTURE_SCENARIO(one, \"a.b\") {{ pthread_t t; pthread_create(&t, 0, set, 0); plain = 2;\n"
      "  pthread_join(t, 0); }}\n";
  const cli::temporary_folder folder;
  const std::string module = compile(folder, fmt::format(fmt::runtime(source), ""));
  const std::string token = verdicts_of(module).at("a.b").token;
  EXPECT_EQ(cli::suture({"replay", module, token}).status, 1);  // found, where none was expected
  compile(folder, fmt::format(fmt::runtime(source), "x = 1; x = 2;"));
  const cli::finished changed = cli::suture({"replay", module, token});
  EXPECT_EQ(changed.status, 1);
  EXPECT_THAT(changed.out, HasSubstr("DIVERGED"));
}

TEST(Commands, check_says_how_to_replay_a_finding_of_the_module) {
  const std::string file = module_file("counting", gcc);
  if (file.empty()) GTEST_SKIP() << "there is no gcc on this machine";
  const cli::finished checked = cli::suture({"check", file, "count.plain"});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  EXPECT_THAT(checked.out, HasSubstr(fmt::format("suture replay {} suture1.", file)));
}

TEST(Commands, list_and_estimate_take_a_module) {
  const std::string file = module_file("counting", gcc);
  if (file.empty()) GTEST_SKIP() << "there is no gcc on this machine";
  const cli::finished listed = cli::suture({"list", file, "count.fetch_add"});
  EXPECT_EQ(listed.status, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("count.fetch_add/threads=2,rounds=3  verified"));
  EXPECT_THAT(listed.out, testing::Not(HasSubstr("count.plain")));
  const cli::finished estimated = cli::suture({"estimate", file, "count.*threads=2*"});
  EXPECT_EQ(estimated.status, 0) << estimated.err;
  EXPECT_THAT(estimated.out, testing::ContainsRegex("20 +counted"));
}

}  // namespace
}  // namespace native_test
