// The automatic lock round a real library that keeps its count in a static.
#include "interp_core/ext/automatic_lock.hpp"

#include <gtest/gtest.h>

#include "tests/interp_core/ext/hosted.hpp"

namespace {

using ext_test::hosted;

template <class Lock>
class an_automatic_lock : public testing::Test {};
using locks = testing::Types<interp::automatic_lock::plain, interp::automatic_lock::recursive,
                             interp::automatic_lock::lets_go>;
TYPED_TEST_SUITE(an_automatic_lock, locks);

TYPED_TEST(an_automatic_lock, lets_one_thread_into_an_extension_at_a_time) {
  hosted<interp::without_gil<>, TypeParam> in;
  auto& statics = in.imported("statics");
  const std::int64_t before = in.number_from(statics, "add");
  ext_test::in_threads(in, 3, [&] {
    for (int i = 0; i < 1'000; ++i) in.number_from(statics, "add");
  });
  EXPECT_EQ(in.number_from(statics, "add"), before + 3'001);
}

template <class Lock>
class a_callback : public testing::Test {};
using those_that_come_back =
    testing::Types<interp::automatic_lock::none, interp::automatic_lock::recursive,
                   interp::automatic_lock::lets_go>;
TYPED_TEST_SUITE(a_callback, those_that_come_back);

// Extension, core, and the same extension again, twice over.
TYPED_TEST(a_callback, comes_back_to_its_extension) {
  hosted<interp::without_gil<>, TypeParam> in;
  auto& statics = in.imported("statics");
  auto* const through = in.attribute(statics, "through");
  auto* const add = in.attribute(statics, "add");
  const std::int64_t before = in.number_from(statics, "add");
  EXPECT_EQ(in.number_from(statics, "through", {through, add}), before + 1);
  EXPECT_EQ(in.number_from(statics, "through"), -1);
  EXPECT_EQ(in.host.fetch(), "TypeError: through takes a function");
}

}  // namespace
