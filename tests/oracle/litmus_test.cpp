// The oracle against the counts and outcomes of the literature.
#include "tests/oracle/litmus.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <ostream>

#include "tests/oracle/enumerate.hpp"

namespace suture::oracle {

/// How GoogleTest shows a parameter.
static void PrintTo(const litmus& l, std::ostream* out) { *out << l.name; }

namespace {

class litmus_counts : public testing::TestWithParam<litmus> {};

TEST_P(litmus_counts, under_rc11) {
  const litmus& l = GetParam();
  const outcome_set found = enumerate(l.code, model::rc11);
  EXPECT_EQ(found.complete.size(), l.rc11);
  EXPECT_EQ(found.blocked.size(), l.blocked);
  if (l.weak) {
    EXPECT_EQ(found.outcomes.contains(*l.weak), l.allowed) << *l.weak;
  }
}

TEST_P(litmus_counts, under_sc) {
  const litmus& l = GetParam();
  const outcome_set found = enumerate(l.code, model::sc);
  EXPECT_EQ(found.complete.size(), l.sc);
  EXPECT_EQ(found.blocked.size(), l.blocked);
  if (l.weak) {
    EXPECT_FALSE(found.outcomes.contains(*l.weak)) << *l.weak;
  }
}

TEST_P(litmus_counts, program_is_well_formed) { EXPECT_TRUE(well_formed(GetParam().code)); }

std::string test_name(const testing::TestParamInfo<litmus>& info) {
  std::string name;
  for (const char c : info.param.name) {
    if (c == '+')
      name += "plus";
    else if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(classic, litmus_counts, testing::ValuesIn(classic_litmus()), test_name);
INSTANTIATE_TEST_SUITE_P(family, litmus_counts, testing::ValuesIn(family_litmus()), test_name);

}  // namespace
}  // namespace suture::oracle
