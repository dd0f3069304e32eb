#include "cli/isolated.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <thread>

namespace cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct told {
  std::vector<std::size_t> begun;
  std::map<std::size_t, std::vector<std::string>> lines;
  std::map<std::size_t, isolated_end> ends;
};

told run_all(const std::vector<isolated_work>& work, unsigned jobs = 2) {
  told t;
  run_isolated(work, jobs,
               {[&](std::size_t i) { t.begun.push_back(i); },
                [&](std::size_t i, const std::string& line) { t.lines[i].push_back(line); },
                [&](std::size_t i, const isolated_end& end) { t.ends[i] = end; }});
  return t;
}

told run_one(std::function<void(const send_line&)> run, double patience = 60) {
  return run_all({{std::move(run), patience}});
}

TEST(Isolated, sends_lines_in_order) {
  const told t = run_one([](const send_line& send) {
    send("one");
    send(std::string(100'000, 'x'));
    send("");
  });
  EXPECT_THAT(t.lines.at(0), ElementsAre("one", std::string(100'000, 'x'), ""));
  EXPECT_TRUE(t.ends.at(0).well);
}

TEST(Isolated, does_everything_with_any_number_of_jobs) {
  for (const unsigned jobs : {1U, 3U, 100U}) {
    std::vector<isolated_work> work;
    for (int i = 0; i < 20; ++i) {
      work.push_back({[i](const send_line& send) { send(std::to_string(i)); }, 60});
    }
    const told t = run_all(work, jobs);
    EXPECT_EQ(t.ends.size(), 20U);
    for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(t.begun[i], i);
    EXPECT_THAT(t.lines.at(13), ElementsAre("13"));
  }
}

TEST(Isolated, tells_how_a_child_died) {
  const told t = run_one([](const send_line& send) {
    send("so far");
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  });
  EXPECT_FALSE(t.ends.at(0).well);
  EXPECT_FALSE(t.ends.at(0).killed);
  EXPECT_THAT(t.ends.at(0).words, HasSubstr("killed by signal 11"));
  EXPECT_THAT(t.lines.at(0), ElementsAre("so far"));
}

TEST(Isolated, keeps_what_a_child_prints) {
  const told t = run_one([](const send_line&) {
    std::puts("on stdout");
    std::fputs("on stderr\n", stderr);
    std::fflush(stdout);
    _exit(3);
  });
  EXPECT_EQ(t.ends.at(0).words, "exit with status 3");
  EXPECT_THAT(t.ends.at(0).output, HasSubstr("on stdout"));
  EXPECT_THAT(t.ends.at(0).output, HasSubstr("on stderr"));
}

TEST(Isolated, tells_of_an_exception) {
  const told t = run_one([](const send_line&) { throw std::runtime_error("what it was"); });
  EXPECT_EQ(t.ends.at(0).words, "an error: what it was");
}

TEST(Isolated, kills_a_child_that_gives_no_sign_of_life) {
  const told t =
      run_one([](const send_line&) { std::this_thread::sleep_for(std::chrono::hours(1)); }, 0.3);
  EXPECT_TRUE(t.ends.at(0).killed);
}

TEST(Isolated, lets_a_slow_child_live_that_gives_signs) {
  const told t = run_one(
      [](const send_line& send) {
        for (int i = 0; i < 8; ++i) {
          send("still here");
          std::this_thread::sleep_for(std::chrono::milliseconds(250));
        }
      },
      1.5);
  EXPECT_TRUE(t.ends.at(0).well);
}

}  // namespace
}  // namespace cli
