#include "interp_core/str/hash_field.hpp"

#include <gtest/gtest.h>

namespace {

namespace hash_field = interp::hash_field;

template <class Field>
class hash_field_of : public testing::Test {};

// The mutants too: with one thread they are right.
using fields = testing::Types<hash_field::plain, hash_field::relaxed,
                              hash_field::flagged<hash_field::flag_order::first>,
                              hash_field::flagged<hash_field::flag_order::relaxed>>;
TYPED_TEST_SUITE(hash_field_of, fields);

TYPED_TEST(hash_field_of, computes_once_and_remembers) {
  TypeParam field;
  int computed = 0;
  auto compute = [&]() -> std::int64_t { return ++computed, 42; };
  EXPECT_EQ(field.get(compute), 42);
  EXPECT_EQ(field.get(compute), 42);
  EXPECT_EQ(computed, 1);
}

}  // namespace
