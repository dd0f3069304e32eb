// Every litmus file here against expected.txt, under each memory model.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "litmus/explore.hpp"
#include "litmus/parser/read_test.hpp"
#include "tests/litmus/expectation.hpp"

namespace suture::litmus {
namespace {

std::string observed(const observations& seen) {
  if (seen.race || seen.undefined) return "Undef";
  if (seen.positive == 0) return "Never";
  return seen.negative == 0 ? "Always" : "Sometimes";
}

void expect(const test& t, std::string_view memory, const expected_outcome& expected) {
  const observations seen = explore_test(t, memory);
  EXPECT_EQ(observed(seen), expected.observation) << memory;
  EXPECT_TRUE(seen.exhausted);
  EXPECT_EQ(seen.counts.blocked + seen.counts.moot + seen.counts.bounded, 0U);
  EXPECT_EQ(seen.counts.abandoned, seen.repeated);
  if (!expected.executions) return;
  EXPECT_EQ(seen.counts.complete - seen.same, *expected.executions) << memory;
  EXPECT_EQ(seen.counts.failed, 0U);
  EXPECT_EQ(seen.positive + seen.negative, seen.counts.complete - seen.same - seen.filtered);
}

class litmus_file : public testing::TestWithParam<expectation> {};

TEST_P(litmus_file, comes_out_as_expected) {
  const test t = read_test_file(GetParam().file());
  EXPECT_EQ(t.name, GetParam().name) << "a test is called as its file";
  EXPECT_FALSE(t.doc.empty()) << "a test says why it comes out as it does";
  expect(t, "rc11", GetParam().rc11);
  expect(t, "sc", GetParam().sc);
  expect(t, "tso", GetParam().tso);
}

// The files ask for what rc11 does, so `suture litmus` passes on all but those with a race.
TEST_P(litmus_file, asks_for_what_rc11_does) {
  const test t = read_test_file(GetParam().file());
  const verdict wanted = GetParam().rc11.observation == "Undef" ? verdict::undefined : verdict::ok;
  EXPECT_EQ(verdict_of(t, explore_test(t, "rc11")), wanted);
}

INSTANTIATE_TEST_SUITE_P(all, litmus_file, testing::ValuesIn(read_expectations()),
                         [](const auto& tested) { return case_name(tested.param); });

TEST(litmus_files, are_those_of_the_table) {
  std::set<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(SUTURE_LITMUS_FILES)) {
    if (entry.path().extension() == ".litmus") there.insert(entry.path().stem().string());
  }
  std::set<std::string> listed;
  for (const expectation& e : read_expectations()) listed.insert(e.name);
  EXPECT_EQ(there, listed);
  EXPECT_GE(there.size(), 60U);
}

}  // namespace
}  // namespace suture::litmus
