// --checkpoint: a check that is killed goes on where it was.
#include "cli/checkpoint.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "model/schedule/crc32.hpp"
#include "tests/cli/command.hpp"

namespace cli {
namespace {

using json = nlohmann::ordered_json;
using testing::HasSubstr;

class CheckpointFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  json written() const {
    std::ifstream in(file_);
    return json::parse(in);
  }
  // As the command would have written it.
  void rewrite(json all) const {
    all.erase("checksum");
    all["checksum"] = fmt::format("{:08x}", suture::crc32(all.dump()));
    std::ofstream(file_) << all;
  }
  const std::string file_ = testing::TempDir() + "suture-checkpoint-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name();
};

json only_result(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "check");
  arguments.insert(arguments.end(), {"--json", "-"});
  const finished f = suture(arguments);
  EXPECT_NE(f.status, 2) << f.err;
  return json::parse(f.out).at("results").at(0);
}

// The command in the background, to be killed.
pid_t start(const std::vector<std::string>& arguments) {
  const pid_t child = fork();
  if (child != 0) return child;
  std::vector<char*> all;
  std::string program = SUTURE_COMMAND;
  all.push_back(program.data());
  std::vector<std::string> copy = arguments;
  for (std::string& a : copy) all.push_back(a.data());
  all.push_back(nullptr);
  freopen("/dev/null", "w", stdout);
  execv(program.c_str(), all.data());
  _exit(127);
}

constexpr const char* large = "lock.futex_mutual_exclusion/mutant=none";

TEST_F(CheckpointFile, takes_a_search_up_where_its_budget_ended) {
  const json whole = only_result({large, "--strategy", "exhaustive"});
  const std::vector<std::string> kept{large, "--strategy", "exhaustive", "--checkpoint", file_};
  auto some = kept;
  some.insert(some.end(), {"--budget", "1000runs"});
  const json begun = only_result(some);
  EXPECT_EQ(begun.at("verdict"), "bounded");
  EXPECT_THAT(written().at("variants").at(0).at("state").get<std::string>(), HasSubstr("folded"));
  const json finished = only_result(kept);
  for (const char* same : {"verdict", "runs", "blocked", "guarantee"}) {
    EXPECT_EQ(finished.at(same), whole.at(same)) << same;
  }
}

TEST_F(CheckpointFile, survives_that_the_command_is_killed) {
  const std::vector<std::string> kept{"lock.*", "refcount.*", "--checkpoint", file_, "--jobs", "1"};
  auto arguments = kept;
  arguments.insert(arguments.begin(), "check");
  for (int i = 0; i < 6; ++i) {
    const pid_t child = start(arguments);
    std::this_thread::sleep_for(std::chrono::milliseconds(10 + 15 * i));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  auto counted = arguments;
  counted.insert(counted.end(), {"--json", "-"});
  const json resumed = json::parse(suture(counted).out).at("results");
  const json whole =
      json::parse(suture({"check", "lock.*", "refcount.*", "--json", "-"}).out).at("results");
  ASSERT_EQ(resumed.size(), whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char* same : {"scenario", "variant", "verdict", "finding", "runs"}) {
      EXPECT_EQ(resumed[i].at(same), whole[i].at(same)) << whole[i];
    }
  }
}

TEST_F(CheckpointFile, does_not_repeat_what_is_decided) {
  suture({"check", "refcount.*", "--checkpoint", file_});
  json all = written();
  // As if the first had come out otherwise: whoever repeats it does not say so.
  auto outcome = json::parse(all.at("variants").at(0).at("outcome").get<std::string>());
  outcome["runs"] = 987654;
  all["variants"][0]["outcome"] = outcome.dump();
  rewrite(all);
  EXPECT_THAT(suture({"check", "refcount.*", "--checkpoint", file_}).out, HasSubstr("987654"));
}

TEST_F(CheckpointFile, refuses_to_go_on_with_another_check) {
  suture({"check", "refcount.*", "--checkpoint", file_});
  const auto refused = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"check", "--checkpoint", file_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const finished f = suture(all);
    EXPECT_EQ(f.status, 2) << f.out;
    return f.err;
  };
  EXPECT_THAT(refused({"refcount.*", "--memory", "sc"}),
              HasSubstr("with memory \"rc11\", not \"sc\""));
  EXPECT_THAT(refused({"refcount.*", "--shard", "1/2"}), HasSubstr("with shards 1, not 2"));
  EXPECT_THAT(refused({"lock.*"}), HasSubstr("of other scenarios"));
  EXPECT_THAT(refused({"refcount.*", "--strategy", "random"}), HasSubstr("nothing to go on from"));
  std::ofstream(file_) << "{\"suture_checkpoint\": 2}";
  EXPECT_THAT(refused({"refcount.*"}), HasSubstr("no checkpoint, or a damaged one"));
  std::ofstream(file_) << "{\"suture_checkpoint\": 1}";
  EXPECT_THAT(refused({"refcount.*"}), HasSubstr("version 1 of the format, not 2"));
}

TEST_F(CheckpointFile, refuses_to_go_on_with_changed_code) {
  suture(
      {"check", large, "--strategy", "exhaustive", "--checkpoint", file_, "--budget", "1000runs"});
  json all = written();
  std::string state = all.at("variants").at(0).at("state");
  state.replace(0, 8, "00000000");
  all["variants"][0]["state"] = state;
  rewrite(all);
  const finished f = suture({"check", large, "--strategy", "exhaustive", "--checkpoint", file_});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("has changed since"));
}

// Also of variants that were finished: what is verified of old code says nothing of new.
TEST_F(CheckpointFile, refuses_what_another_build_found_out) {
  suture({"check", "refcount.*", "--checkpoint", file_});
  json all = written();
  all["build"] = "0123456789abcdef";
  rewrite(all);
  const finished f = suture({"check", "refcount.*", "--checkpoint", file_});
  EXPECT_EQ(f.status, 2) << f.out;
  EXPECT_THAT(f.err, HasSubstr("another build of this command"));
}

TEST_F(CheckpointFile, refuses_one_that_was_changed) {
  suture(
      {"check", large, "--strategy", "exhaustive", "--checkpoint", file_, "--budget", "1000runs"});
  std::ifstream in(file_);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::size_t at = text.find("folded\\\":");
  ASSERT_NE(at, text.npos);
  const std::size_t digit = text.find_first_of("0123456789", at);
  text[digit] = text[digit] == '9' ? '8' : '9';
  std::ofstream(file_) << text;
  const finished f = suture({"check", large, "--strategy", "exhaustive", "--checkpoint", file_});
  EXPECT_EQ(f.status, 2) << f.out;
  EXPECT_THAT(f.err, HasSubstr("its checksum does not match"));
}

TEST_F(CheckpointFile, refuses_a_state_or_an_outcome_that_is_none) {
  suture(
      {"check", large, "--strategy", "exhaustive", "--checkpoint", file_, "--budget", "1000runs"});
  const json good = written();
  for (const auto& [part, text] : {std::pair("state", "deadbeef {"), {"outcome", "{}"}}) {
    json all = good;
    std::string value = text;
    if (value.starts_with("deadbeef")) {
      value = all["variants"][0]["state"].get<std::string>().substr(0, 9) + "{";
    }
    all["variants"][0][part] = value;
    rewrite(all);
    const finished f = suture({"check", large, "--strategy", "exhaustive", "--checkpoint", file_});
    EXPECT_EQ(f.status, 2) << part << f.out << f.err;
  }
}

TEST_F(CheckpointFile, must_be_a_file) {
  for (const char* file : {"/dev/full", "/dev/zero", "/tmp"}) {
    const finished f = suture({"check", "refcount.*", "--checkpoint", file});
    EXPECT_EQ(f.status, 2) << file;
    EXPECT_THAT(f.err, HasSubstr(file));
  }
}

TEST_F(CheckpointFile, says_where_it_cannot_write) {
  const finished f = suture({"check", "refcount.*", "--checkpoint", "/no/such/folder/file"});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("cannot write /no/such/folder/file"));
}

}  // namespace
}  // namespace cli
