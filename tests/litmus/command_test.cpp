// What `suture litmus` prints, and its exit status.
#include "litmus/command.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace suture {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

struct outcome {
  int status;
  std::string out, err;
};

outcome run(const std::vector<std::string>& files, const litmus_options& options = {}) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = litmus_command(files, options, out, err);
  return {status, out.str(), err.str()};
}

std::string file(const std::string& name) {
  return fmt::format("{}/{}.litmus", SUTURE_LITMUS_FILES, name);
}

std::string written(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

TEST(litmus_command, prints_as_herd7_does) {
  const outcome o = run({file("SB+rlx")});
  EXPECT_EQ(o.out,
            "Test SB+rlx Allowed\n"
            "States 4\n"
            "0:r0=0; 1:r0=0;  # 1\n"
            "0:r0=0; 1:r0=1;  # 1\n"
            "0:r0=1; 1:r0=0;  # 1\n"
            "0:r0=1; 1:r0=1;  # 1\n"
            "Ok\n"
            "Witnesses\n"
            "Positive: 1 Negative: 3\n"
            "Condition exists (0:r0=0 /\\ 1:r0=0)\n"
            "Observation SB+rlx Sometimes 1 3\n"
            "Executions 4\n"
            "\n");
  EXPECT_EQ(o.err, "");
  EXPECT_EQ(o.status, 0);
}

TEST(litmus_command, takes_another_memory_model) {
  const outcome o = run({file("SB+rlx")}, {.memory = "sc", .counts = false});
  EXPECT_EQ(o.out,
            "Test SB+rlx Allowed\n"
            "States 3\n"
            "0:r0=0; 1:r0=1;\n"
            "0:r0=1; 1:r0=0;\n"
            "0:r0=1; 1:r0=1;\n"
            "No\n"
            "Witnesses\n"
            "Positive: 0 Negative: 3\n"
            "Condition exists (0:r0=0 /\\ 1:r0=0)\n"
            "Observation SB+rlx Never 0 3\n"
            "Executions 3\n"
            "\n");
  EXPECT_EQ(o.status, 1);
}

// The witnesses of what is forbidden are the executions without it.
TEST(litmus_command, counts_the_witnesses_of_a_forbidden_outcome) {
  const outcome o = run({file("2+2W+sc")});
  EXPECT_THAT(o.out, testing::StartsWith("Test 2+2W+sc Forbidden\nStates 3\nx=1; y=2;  # 1\n"));
  EXPECT_THAT(o.out, HasSubstr("Ok\nWitnesses\nPositive: 3 Negative: 0\nCondition ~exists (x=1 "));
  EXPECT_THAT(o.out, HasSubstr("Observation 2+2W+sc Never 0 3\n"));
}

TEST(litmus_command, prints_what_is_required) {
  const outcome o = run({file("add")});
  EXPECT_EQ(o.out,
            "Test add Required\nStates 1\nx=2;  # 2\nOk\nWitnesses\nPositive: 2 Negative: 0\n"
            "Condition forall (x=2)\nObservation add Always 2 0\nExecutions 2\n\n");
}

TEST(litmus_command, flags_a_data_race) {
  const outcome o = run({file("MP+plain+rlx")});
  EXPECT_THAT(o.out, HasSubstr("\nUndef\nWitnesses\nPositive: 1 Negative: 0\nFlag data-race\n"));
  EXPECT_THAT(o.out, EndsWith("Executions 1, 1 with a data race\n"
                              "Race d: P0 writes at MP+plain+rlx.litmus:6, "
                              "P1 reads at MP+plain+rlx.litmus:14\n\n"));
  EXPECT_THAT(o.out, HasSubstr("Observation MP+plain+rlx Undef 1 0\n"));
  EXPECT_EQ(o.status, 1);
}

TEST(litmus_command, says_what_is_undefined) {
  const std::string divides =
      written("divides.litmus", "C divides\n{}\nP0 () {\n  int r = 0;\n  int q = 1 / r;\n}\n");
  const outcome o = run({divides});
  EXPECT_THAT(o.out, HasSubstr("\nUndef\n"));
  EXPECT_THAT(o.out, HasSubstr("Flag undefined-behaviour\n"));
  EXPECT_THAT(o.out, HasSubstr("Undefined P0 divides by zero at divides.litmus:5\n"));
  EXPECT_EQ(o.status, 1);
}

TEST(litmus_command, says_where_it_left_a_loop) {
  const std::string counts = written(
      "counts.litmus",
      "C counts\n{}\nP0 (atomic_int* x) { while (1) atomic_fetch_add(x, 1); }\nexists (x=1)\n");
  const outcome o = run({counts}, {.unroll = 4});
  EXPECT_THAT(o.out, HasSubstr("\nLoop ??\n"));
  EXPECT_THAT(o.out, HasSubstr("not all: a loop was left after --unroll rounds\n"));
  EXPECT_EQ(o.status, 1);
}

TEST(litmus_command, leaves_out_the_rounds_that_repeat_a_state) {
  const std::string waits =
      written("waits.litmus",
              "C waits\n{}\nP0 (atomic_int* x) { while (atomic_load(x) == 0) ; }\n"
              "P1 (atomic_int* x) { atomic_store(x, 1); }\nforall (x=1)\n");
  const outcome o = run({waits});
  EXPECT_THAT(o.out, HasSubstr("\nOk\n"));
  EXPECT_THAT(o.out, HasSubstr("Executions 2, "));
  EXPECT_EQ(o.status, 0);
}

TEST(litmus_command, sends_no_control_characters_to_the_terminal) {
  const std::string coloured =
      written("coloured.litmus", "C \x1b[31mred\n{}\nP0 () { int r = 1; }\nexists (0:r=1)\n");
  const outcome o = run({coloured});
  EXPECT_THAT(o.out, testing::Not(HasSubstr("\x1b")));
  EXPECT_THAT(o.out, HasSubstr("Test \\x1b[31mred Allowed\n"));
}

TEST(litmus_command, says_what_a_bound_left_open) {
  const outcome open = run({file("SB+sc")}, {.runs = 2});
  EXPECT_THAT(open.out, HasSubstr("\n??\n"));
  EXPECT_THAT(open.out, HasSubstr("Executions 2, not all: a bound was reached\n"));
  EXPECT_EQ(open.status, 1);
  const outcome enough = run({file("SB+sc")}, {.runs = 3000});
  EXPECT_EQ(enough.status, 0);
}

TEST(litmus_command, runs_the_other_files_too) {
  const std::string wrong = written("wrong.litmus", "C w\n{}\nP0 () {\n  goto end;\n}\n");
  const outcome o = run({wrong, file("SB+rlx"), "none.litmus"});
  EXPECT_THAT(o.out, HasSubstr("Observation SB+rlx Sometimes 1 3"));
  EXPECT_THAT(o.err, HasSubstr("wrong.litmus:4: unsupported 'goto': supported are"));
  EXPECT_THAT(o.err, HasSubstr("none.litmus: cannot be read: No such file"));
  EXPECT_EQ(o.status, 2);
}

TEST(litmus_command, knows_its_memory_models) {
  const outcome o = run({file("SB+rlx")}, {.memory = "pso"});
  EXPECT_THAT(o.err, HasSubstr("there is no memory model 'pso'"));
  EXPECT_EQ(o.status, 2);
}

TEST(litmus_command, says_the_same_each_time) {
  const outcome first = run({file("CoRR2"), file("try-lock+rlx-unlock")});
  const outcome second = run({file("CoRR2"), file("try-lock+rlx-unlock")});
  EXPECT_EQ(first.out, second.out);
}

}  // namespace
}  // namespace suture
