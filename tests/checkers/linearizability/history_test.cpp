#include "checkers/linearizability/history.hpp"

#include <gtest/gtest.h>

namespace suture::linearizability {
namespace {

std::string complaint(const history& h, std::size_t about) {
  try {
    validate(h);
  } catch (const bad_history& problem) {
    EXPECT_EQ(problem.which, about);
    return problem.what();
  }
  return "none";
}

TEST(History, may_come_in_any_order) {
  validate({{0, 5, 6, "len", {}, 0}, {1, 1, 9, "len", {}, 0}, {0, 1, 4, "len", {}, 0}});
  validate({{0, 5, pending, "len", {}, {}}, {0, 1, 4, "len", {}, 0}});
}

TEST(History, returns_after_it_was_called) {
  EXPECT_EQ(complaint({{0, 5, 5, "len", {}, 0}}, 0), "none");
  EXPECT_EQ(complaint({{0, 1, 2, "len", {}, 0}, {1, 5, 4, "get", {0}, 7}}, 1),
            "get(0) returned at 4, before it was called at 5");
}

TEST(History, a_process_does_one_thing_at_a_time) {
  EXPECT_EQ(complaint({{3, 4, 8, "pop", {}, 1}, {3, 1, 4, "append", {1}, {}}}, 0),
            "process 3 calls pop() at 4, but its append(1) returned at 4 only: a process does one "
            "thing at a time");
  EXPECT_EQ(complaint({{3, 1, pending, "append", {1}, {}}, {3, 4, 8, "pop", {}, 1}}, 1),
            "process 3 calls pop() at 4, but its append(1) called at 1 is still pending");
}

TEST(History, operations_read_as_calls) {
  EXPECT_EQ(to_string(operation{0, 1, 2, "set", {"k", 1}, {}}), "set('k', 1) → None");
  EXPECT_EQ(to_string(operation{0, 1, 2, "pop", {}, value::error("IndexError")}),
            "pop() raises IndexError");
  EXPECT_EQ(to_string(operation{0, 1, pending, "pop", {}, {}}), "pop() pending");
}

}  // namespace
}  // namespace suture::linearizability
