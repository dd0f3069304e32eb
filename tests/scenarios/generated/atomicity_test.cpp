// Containers without a race that are not atomic: what only the histories of generated cases show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "interp_core/list/list.hpp"
#include "library/suture.hpp"
#include "scenarios/generated/draw.hpp"
#include "scenarios/generated/world.hpp"

namespace {

using namespace scenarios::generated;  // NOLINT: the names are what is under test

struct policies : interp::list_policies {
  using locking = case_locking;
};
using list = interp::list<policies>;

enum class mistake { none, extends_in_two_steps, answers_from_a_cache };

// append, extend and len of a list, every step under its lock; other operations are left out.
template <mistake Made>
class careless_player {
 public:
  careless_player(case_runtime& rt, const numbers& ints)
      : rt_(rt), ints_(ints), list_(list::create()) {}
  ~careless_player() { interp::decref(rt_, *list_); }

  item& subject() { return *list_; }

  void take(const step& s) {
    const std::string_view name = s.operation->name;
    const std::vector<int>& n = s.arguments;
    if (name == "append") {
      sync::marked_operation op(list_, "list.append", {n[0]});
      (void)list_->append(rt_, ints_[n[0]]);
      op.returns();
    } else if (name == "extend") {
      extend(n);
    } else if (name == "len") {
      sync::marked_operation op(list_, "list.len");
      const std::size_t now = list_->len(rt_);
      op.returns(Made == mistake::answers_from_a_cache ? 0 : now);
    }
  }

  void look_at_the_end() {}

 private:
  void extend(const std::vector<int>& n) {
    std::vector<sync::mark_value> arguments;
    arguments.emplace_back(std::vector<sync::mark_value>{n[0], n[1]});
    sync::marked_operation op(list_, "list.extend", std::move(arguments));
    if (Made == mistake::extends_in_two_steps) {
      for (const int v : n) (void)list_->append(rt_, ints_[v]);
    } else {
      list* more = list::create();
      for (const int v : n) (void)more->append(rt_, ints_[v]);
      (void)list_->extend(rt_, *more);
      interp::decref(rt_, *more);
    }
    op.returns();
  }

  case_runtime& rt_;
  const numbers& ints_;
  list* const list_;
};

template <mistake Made>
suture::result explored(const test_case& c) {
  suture::options how;
  how.name = id_of(c);
  how.max_executions = 2'000;
  how.max_seconds = 0;
  return suture::check([c] { play<careless_player<Made>>(c); }, how);
}

TEST(GeneratedAtomicity, two_steps_in_place_of_one_are_found_and_shrunk) {
  const range from{&list_container()};
  const auto fails = [](const test_case& c) {
    return explored<mistake::extends_in_two_steps>(c).verdict == suture::verdict::found;
  };
  for (const std::uint64_t seed : std::initializer_list<std::uint64_t>{1, 2, 3}) {
    std::uint64_t number = 0;
    while (number < 300 && !fails(draw(from, seed, number))) ++number;
    ASSERT_LT(number, 300U) << "seed " << seed;
    const shrunk s = shrink(draw(from, seed, number), fails);
    EXPECT_EQ(s.smallest.threads.size(), 2U) << id_of(s.smallest);
    for (const auto& thread : s.smallest.threads) EXPECT_LE(thread.size(), 2U) << id_of(s.smallest);
    const suture::result r = explored<mistake::extends_in_two_steps>(s.smallest);
    ASSERT_EQ(r.verdict, suture::verdict::found);
    EXPECT_EQ(r.findings.front().kind, "not-linearizable");
    EXPECT_THAT(r.explanation, testing::HasSubstr("longest partial linearization"));
    EXPECT_THAT(r.explanation, testing::HasSubstr("extend([0, 0])"));
  }
}

TEST(GeneratedAtomicity, the_same_operations_done_right_pass) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    const suture::result r = explored<mistake::none>(draw({&list_container()}, 1, number));
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
  }
}

// Two threads that hear nothing of each other cannot tell an old answer from a new one. Where they
// tell each other what they have done, it is wrong.
TEST(GeneratedAtomicity, an_answer_that_is_too_old_is_found_where_threads_tell_each_other) {
  const std::string id = "generated.list/a=append1,b=len";
  EXPECT_EQ(explored<mistake::answers_from_a_cache>(parse_id(id)).verdict,
            suture::verdict::verified);
  const suture::result r = explored<mistake::answers_from_a_cache>(parse_id(id + ",told=yes"));
  ASSERT_EQ(r.verdict, suture::verdict::found);
  EXPECT_EQ(r.findings.front().kind, "not-linearizable");
  EXPECT_EQ(explored<mistake::none>(parse_id(id + ",told=yes")).verdict, suture::verdict::verified);
}

}  // namespace
