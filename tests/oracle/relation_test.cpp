#include "tests/oracle/relation.hpp"

#include <gtest/gtest.h>

namespace suture::oracle {
namespace {

relation of(std::size_t size, std::initializer_list<std::pair<event, event>> pairs) {
  relation r(size);
  for (const auto& [from, to] : pairs) r.add(from, to);
  return r;
}

bool equal(const relation& a, const relation& b) { return empty(a - b) && empty(b - a); }

TEST(relation, composes_in_order) {
  const relation a = of(3, {{0, 1}});
  const relation b = of(3, {{1, 2}});
  EXPECT_TRUE(equal(compose(a, b), of(3, {{0, 2}})));
  EXPECT_TRUE(empty(compose(b, a)));
  EXPECT_TRUE(equal(compose(a, b, inverse(b)), a));
}

TEST(relation, closure_follows_paths_of_any_length) {
  const relation chain = of(4, {{3, 2}, {2, 1}, {1, 0}});
  EXPECT_TRUE(equal(closure(chain), of(4, {{3, 2}, {3, 1}, {3, 0}, {2, 1}, {2, 0}, {1, 0}})));
  EXPECT_TRUE(acyclic(chain));
  EXPECT_FALSE(acyclic(chain | of(4, {{0, 3}})));
}

TEST(relation, set_operations_work_pair_by_pair) {
  const relation a = of(2, {{0, 1}, {1, 0}});
  EXPECT_TRUE(equal(a & of(2, {{0, 1}, {1, 1}}), of(2, {{0, 1}})));
  EXPECT_TRUE(equal(a - of(2, {{0, 1}}), of(2, {{1, 0}})));
  EXPECT_TRUE(equal(product(2, 0b11, 0b10), of(2, {{0, 1}, {1, 1}})));
  EXPECT_TRUE(equal(identity(2, 0b10), of(2, {{1, 1}})));
}

TEST(relation, optional_relates_each_event_to_itself) {
  EXPECT_TRUE(equal(optional(of(2, {{0, 1}})), of(2, {{0, 0}, {0, 1}, {1, 1}})));
  EXPECT_FALSE(irreflexive(optional(relation(1))));
}

TEST(relation, holds_as_many_events_as_it_says) {
  relation full(relation::capacity);
  full.add(relation::capacity - 1, 0);
  EXPECT_TRUE(inverse(full).has(0, relation::capacity - 1));
  EXPECT_THROW(relation(relation::capacity + 1), std::length_error);
}

}  // namespace
}  // namespace suture::oracle
