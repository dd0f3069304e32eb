// Generated cases of the dict whose get, contains and len take no lock. Nothing that it does is
// excused but len: the size is a word of its own, as in CPython, which a change to the dict writes
// last and a reader reads relaxed.
#include <gtest/gtest.h>

#include <span>

#include "interp_core/lock_free/shared_dict.hpp"
#include "tests/scenarios/generated/lock_free_cases.hpp"

namespace {

using namespace scenarios::generated;             // NOLINT: the names are what is under test
using namespace scenarios::generated::lock_free;  // NOLINT
using sync::marked_operation;

struct without_grace : right {
  static constexpr bool waits_to_free = false;
};

// With len as the last of its operations, or without it.
const container& shared_dict(bool with_len = true) {
  static constexpr argument none = argument::none;
  static constexpr signature operations[] = {
      {"get", nullptr, "get", nullptr, {argument::key, none}},
      {"set", nullptr, "set", nullptr, {argument::key, argument::value}},
      {"del", nullptr, "del", nullptr, {argument::key, none}},
      {"contains", nullptr, "contains", nullptr, {argument::key, none}},
      {"clear", nullptr, "clear", nullptr, {none, none}},
      {"len", nullptr, "len", nullptr, {none, none}},
  };
  static constexpr int edges[] = {0, 1, 2, 5};
  static const container all{"dict", operations, "set", edges, dict_container().keys, {}};
  static const container no_len{"dict",
                                std::span(operations).first(std::size(operations) - 1),
                                "set",
                                edges,
                                dict_container().keys,
                                {}};
  return with_len ? all : no_len;
}

template <class Policies>
class dict_player {
 public:
  dict_player(interp::runtime& rt, const int_objects& ints, promise what)
      : rt_(rt), ints_(ints), promise_(what), dict_(dict::create()) {}
  ~dict_player() { interp::decref(rt_, *dict_); }
  dict_player(const dict_player&) = delete;
  dict_player& operator=(const dict_player&) = delete;

  void take(const step& s) {
    const std::string_view name = s.operation->name;
    const std::vector<int>& n = s.arguments;
    marked_operation op(dict_, mark_of("dict", promise_, name), {n.begin(), n.end()});
    if (name == "get") op.returns(answer(rt_, dict_->get(rt_, ints_[n[0]])));
    if (name == "set") op.returns(raised(dict_->set(rt_, ints_[n[0]], ints_[n[1]])));
    if (name == "del") op.returns(raised(dict_->del(rt_, ints_[n[0]])));
    if (name == "len") op.returns(dict_->len());
    if (name == "contains") {
      const auto r = dict_->contains(rt_, ints_[n[0]]);
      op.returns(r.ok() ? sync::mark_value(r.value) : raised(r.what));
    }
    if (name == "clear") {
      dict_->clear(rt_);
      op.returns();
    }
  }

 private:
  using dict = interp::shared_dict<Policies>;

  interp::runtime& rt_;
  const int_objects& ints_;
  promise promise_;
  dict* const dict_;
};

TEST(GeneratedLockFreeDict, is_atomic) {
  std::uint64_t verified = 0;
  for (std::uint64_t number = 0; number < 150; ++number) {
    const test_case c = draw({&shared_dict(false), 2, 2, 2, false}, 1, number);
    const suture::result r = explored<dict_player<right>>(c, promise::all);
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
    verified += r.verdict == suture::verdict::verified ? 1 : 0;
  }
  EXPECT_GE(verified, 75U);
}

void expect_verdicts(const char* id, bool atomic_under_sc) {
  const test_case c = parse_id(id);
  EXPECT_EQ(explored<dict_player<right>>(c, promise::all, "sc").verdict,
            atomic_under_sc ? suture::verdict::verified : suture::verdict::found);
  const suture::result r = explored<dict_player<right>>(c, promise::all, "rc11");
  ASSERT_EQ(r.verdict, suture::verdict::found);
  EXPECT_EQ(r.findings.front().kind, "not-linearizable");
}

// A reader (from its second lookup on, for the first takes the lock) that no longer finds what was
// cleared may still be told the old size; and, where loads may be reordered, one that has been told
// the new size may not yet find what is there.
TEST(GeneratedLockFreeDict, len_and_lookups_may_disagree) {
  expect_verdicts("generated.dict/prefix=set0x0,a=clear,b=get0_get0_len", false);
  expect_verdicts("generated.dict/prefix=set0x2_set1x0,a=len_contains1,b=clear_set1x1", true);
}

// What readers look at is freed under their hands.
TEST(GeneratedLockFreeDict, a_mistake_of_the_protocol_is_found) {
  EXPECT_LT(first_failing<dict_player<without_grace>>(shared_dict()), 300U);
}

}  // namespace
