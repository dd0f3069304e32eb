// One thread by itself: a hundred thousand drawn operations on each container, with each answer
// held against the sequential model, and the references counted at the end.
#include <gtest/gtest.h>

#include <string>

#include "library/suture.hpp"
#include "scenarios/generated/body.hpp"
#include "scenarios/generated/draw.hpp"

namespace {

using namespace scenarios::generated;  // NOLINT: the names are what is under test

class conformance : public testing::TestWithParam<const container*> {};

TEST_P(conformance, answers_as_its_model_does) {
  constexpr std::size_t at_a_time = 500;
  const container& of = *GetParam();
  const step len{operation_named(of, "len", 0), {}};
  for (std::uint64_t number = 0; number < 200; ++number) {
    test_case c;
    c.of = &of;
    c.prefix = draw_steps(of, at_a_time, 1, number);
    c.threads = {{len}, {len}};
    suture::options how;
    how.name = "conformance";
    how.strategy = "random";
    how.max_executions = 1;
    how.max_seconds = 0;
    const suture::result r = suture::check(body_of(c), how);
    ASSERT_EQ(r.verdict, suture::verdict::passed) << r.to_string();
    ASSERT_EQ(r.executions, 1U);
  }
}

INSTANTIATE_TEST_SUITE_P(generated, conformance,
                         testing::Values(&list_container(), &dict_container()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
