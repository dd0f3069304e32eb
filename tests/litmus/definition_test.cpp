// The engine against the definition of the memory models, on the files here and at random.
#include <gtest/gtest.h>

#include <set>

#include "litmus/parser/read_test.hpp"
#include "tests/litmus/comparison.hpp"
#include "tests/litmus/expectation.hpp"
#include "tests/litmus/random_litmus.hpp"

namespace suture::litmus {
namespace {

// The oracle lacks bitwise operations, a compare-exchange that expects what it has read or what
// lies in memory, loops, types other than int, computed addresses, operands without an order, and
// what is undefined but for races.
const std::set<std::string> beyond_the_oracle = {"and+xor",
                                                 "arithmetic",
                                                 "array+beyond",
                                                 "array+index",
                                                 "cas.aba",
                                                 "cast",
                                                 "loop+do-cas",
                                                 "loop+for",
                                                 "loop+never",
                                                 "loop+wait",
                                                 "names+short-cas",
                                                 "or",
                                                 "pointer+null",
                                                 "pointer+publish",
                                                 "psc+computation-between-reads",
                                                 "psc+plain-as-expected-value",
                                                 "sequenced+and",
                                                 "sequenced+comma",
                                                 "undefined+division-by-zero",
                                                 "undefined+division-overflow",
                                                 "undefined+in-one-execution",
                                                 "undefined+remainder-by-zero",
                                                 "undefined+shift-negative",
                                                 "undefined+shift-too-far",
                                                 "unsequenced+product-of-sums",
                                                 "unsequenced+sum",
                                                 "width+bool",
                                                 "width+int8",
                                                 "width+long",
                                                 "width+uint16",
                                                 "width+uint8",
                                                 "width+unsigned"};

class litmus_definition : public testing::TestWithParam<expectation> {};

TEST_P(litmus_definition, agrees_with_the_engine) {
  const test t = read_test_file(GetParam().file());
  for (const char* memory : {"rc11", "tso", "sc"}) {
    const comparison result = compare_with_definition(t, memory);
    EXPECT_EQ(result == comparison::beyond_the_oracle, beyond_the_oracle.contains(t.name));
  }
}

INSTANTIATE_TEST_SUITE_P(all, litmus_definition, testing::ValuesIn(read_expectations()),
                         [](const auto& tested) { return case_name(tested.param); });

// Other tests compare engine and definition at random too; these have plain data and branches, and
// go through the reader.
TEST(random_litmus, agrees_with_the_engine) {
  constexpr std::uint32_t tests = 500;
  std::uint32_t races = 0;
  for (std::uint32_t seed = 0; seed < tests && !testing::Test::HasFailure(); ++seed) {
    const std::string text = random_litmus(seed);
    SCOPED_TRACE(text);
    const test t = read_test(text, "random.litmus");
    for (const char* memory : {"rc11", "tso", "sc"}) {
      const comparison result = compare_with_definition(t, memory);
      EXPECT_NE(result, comparison::beyond_the_oracle);
      if (result == comparison::same_race) ++races;
    }
  }
  EXPECT_GT(races, tests / 10) << "the tests drawn have hardly any races";
  EXPECT_LT(races, tests) << "most of the tests drawn have races";
}

}  // namespace
}  // namespace suture::litmus
