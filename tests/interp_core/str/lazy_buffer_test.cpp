#include "interp_core/str/lazy_buffer.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "interp_core/str/lazy_lock.hpp"

namespace {

namespace lazy_lock = interp::lazy_lock;
using interp::publication;

template <class Lock, publication Order>
struct policy {
  using lock = Lock;
  static constexpr publication order = Order;
};

template <class Policy>
class lazy_buffer_with : public testing::Test {
 protected:
  interp::buffer_view<char> get(std::optional<std::size_t> size) {
    return buffer.get(
        rt, lock,
        [&] {
          ++fills;
          return size;
        },
        [&](auto sink) {
          for (std::size_t i = 0; i < size.value_or(0); ++i) sink(static_cast<char>('a' + i));
        });
  }

  interp::runtime rt;
  typename Policy::lock::in_object lock;
  interp::lazy_buffer<char, typename Policy::lock, Policy::order> buffer;
  int fills = 0;
};

// The mutants too: with one thread they are right.
using policies = testing::Types<policy<lazy_lock::none, publication::release>,
                                policy<lazy_lock::global, publication::release>,
                                policy<lazy_lock::per_object, publication::release>,
                                policy<lazy_lock::global, publication::before_fill>,
                                policy<lazy_lock::per_object, publication::relaxed>>;
TYPED_TEST_SUITE(lazy_buffer_with, policies);

TYPED_TEST(lazy_buffer_with, is_filled_once_and_ends_with_zero) {
  const auto first = this->get(3);
  ASSERT_NE(first.data, nullptr);
  EXPECT_EQ(first.length, 3U);
  EXPECT_EQ(first[0], 'a');
  EXPECT_EQ(first[2], 'c');
  EXPECT_EQ(first[3], '\0');
  const auto second = this->get(3);
  EXPECT_EQ(second.data, first.data);
  EXPECT_EQ(this->fills, 1);
}

TYPED_TEST(lazy_buffer_with, may_be_empty) {
  const auto view = this->get(0);
  ASSERT_NE(view.data, nullptr);
  EXPECT_EQ(view.length, 0U);
  EXPECT_EQ(view[0], '\0');
}

TYPED_TEST(lazy_buffer_with, stays_unfilled_where_the_text_cannot_be_encoded) {
  EXPECT_EQ(this->get(std::nullopt).data, nullptr);
  EXPECT_NE(this->get(1).data, nullptr);
}

TYPED_TEST(lazy_buffer_with, leaves_its_locks_free) {
  (void)this->get(2);
  EXPECT_TRUE(this->rt.lazy_fields.is_idle());
  if constexpr (requires { this->lock.is_idle(); }) {
    EXPECT_TRUE(this->lock.is_idle());
  }
}

}  // namespace
