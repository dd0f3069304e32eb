#include "checkers/linearizability/sequence_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace suture::linearizability {
namespace {

RC_GTEST_PROP(SequenceTable, is_a_set_with_numbers, (const std::vector<std::vector<bool>>& drawn)) {
  sequence_table table;
  std::map<std::vector<word>, word> expected;
  for (const std::vector<bool>& bits : drawn) {
    const std::vector<word> sequence(bits.begin(), bits.end());
    const auto [found, fresh] = expected.emplace(sequence, static_cast<word>(expected.size()));
    const sequence_table::entry made = table.insert(sequence);
    RC_ASSERT(made.number == found->second);
    RC_ASSERT(made.fresh == fresh);
  }
  RC_ASSERT(table.size() == expected.size());
  for (const auto& [sequence, number] : expected) {
    RC_ASSERT(std::vector<word>(table.at(number).begin(), table.at(number).end()) == sequence);
  }
}

TEST(SequenceTable, grows_and_is_cleared) {
  for (const word count : {word{10}, word{100'000}}) {
    sequence_table table;
    for (int round = 0; round < 2; ++round) {
      for (word i = 0; i < count; ++i) {
        const word sequence[] = {i, i / 2, i / 3};
        ASSERT_EQ(table.insert(sequence).number, i);
      }
      const word again[] = {7, 3, 2};
      ASSERT_FALSE(table.insert(again).fresh);
      ASSERT_GE(table.bytes(), count * 3 * sizeof(word));
      table.clear();
      ASSERT_EQ(table.size(), 0u);
    }
  }
}

}  // namespace
}  // namespace suture::linearizability
