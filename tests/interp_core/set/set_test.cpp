// One thread: a set does what std::set does, under every lock policy, and keeps its counts.
#include "interp_core/set/set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <vector>

#include "interp_core/lock_free/shared_set.hpp"
#include "interp_core/set/set_iterator.hpp"
#include "interp_core/small_int.hpp"
#include "tests/interp_core/probe.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::error;
using interp::set_entry;

template <class Locking>
struct with_locking : interp::set_policies {
  using locking = Locking;
};

// Many that meet in a small table, and one whose hash is not itself.
constexpr std::array<long, 20> keys{-1, 0,  1,  2,  3,  4,  5,  8,  9,   10,
                                    16, 17, 24, 32, 33, 40, 64, 72, 128, 256};

struct step {
  set_entry entry;
  long key;
  std::vector<long> other;

  friend std::ostream& operator<<(std::ostream& out, const step& s) {
    out << interp::to_string(s.entry) << "(" << s.key << ";";
    for (const long k : s.other) out << " " << k;
    return out << ")";
  }
};

// A set of small integers beside a std::set; each step is done to both.
template <class Policies>
class driven_set {
 public:
  using set = interp::set<Policies>;
  using count = typename Policies::count;
  using item = interp::object<count>;

  ~driven_set() { interp::decref(rt_, *set_); }

  void apply(const step& s) {
    const owned key(*this, s.key);
    switch (s.entry) {
      case set_entry::add:
        RC_ASSERT(set_->add(rt_, *key.o) == error::none);
        model_.insert(s.key);
        break;
      case set_entry::discard:
        RC_ASSERT(set_->discard(rt_, *key.o) == error::none);
        model_.erase(s.key);
        break;
      case set_entry::remove: {
        const error what = model_.erase(s.key) == 1 ? error::none : error::key_error;
        RC_ASSERT(set_->remove(rt_, *key.o) == what);
        break;
      }
      case set_entry::contains:
        RC_ASSERT(set_->contains(rt_, *key.o).value == (model_.count(s.key) == 1));
        break;
      case set_entry::pop:
        pop();
        break;
      case set_entry::len:
        RC_ASSERT(set_->len(rt_) == model_.size());
        break;
      case set_entry::clear:
        set_->clear(rt_);
        model_.clear();
        break;
      case set_entry::update:
      case set_entry::intersection_update:
        with_other(s);
        break;
      case set_entry::copy: {
        set* const fresh = set_->copy(rt_).value;
        RC_ASSERT(sorted(*fresh) == std::vector<long>(model_.begin(), model_.end()));
        interp::decref(rt_, *fresh);
        break;
      }
      case set_entry::iterate:
      case set_entry::next:
        iterate();
        break;
    }
    RC_ASSERT(sorted(*set_) == std::vector<long>(model_.begin(), model_.end()));
  }

  // References to the integer of that value beyond the table's own.
  long references(long value) {
    const owned ours(*this, value);
    return static_cast<long>(ours.o->refcount.value()) - 2;
  }
  bool contains(long value) const { return model_.count(value) == 1; }

 private:
  using int_object = interp::small_int<count>;

  struct owned {
    owned(driven_set& d, long value) : rt(d.rt_), o(d.ints_.get(value)) {}
    ~owned() { interp::decref(rt, *o); }
    owned(const owned&) = delete;
    interp::runtime& rt;
    int_object* o;
  };

  static std::vector<long> sorted(set& s) {
    std::vector<long> all;
    s.type->traverse(s, [&all](item& o) { all.push_back(static_cast<int_object&>(o).value); });
    std::sort(all.begin(), all.end());
    return all;
  }
  long dropped(item* o) {
    const long value = static_cast<int_object*>(o)->value;
    interp::decref(rt_, *o);
    return value;
  }
  void pop() {
    const auto popped = set_->pop(rt_);
    RC_ASSERT(popped.what == (model_.empty() ? error::key_error : error::none));
    if (popped.ok()) RC_ASSERT(model_.erase(dropped(popped.value)) == 1U);
  }
  void with_other(const step& s) {
    set* const other = set::create();
    for (const long k : s.other) {
      const owned key(*this, k);
      RC_ASSERT(other->add(rt_, *key.o) == error::none);
    }
    const std::set<long> those(s.other.begin(), s.other.end());
    if (s.entry == set_entry::update) {
      RC_ASSERT(set_->update(rt_, *other) == error::none);
      model_.insert(those.begin(), those.end());
    } else {
      RC_ASSERT(set_->intersection_update(rt_, *other) == error::none);
      std::set<long> both;
      std::set_intersection(model_.begin(), model_.end(), those.begin(), those.end(),
                            std::inserter(both, both.end()));
      model_ = both;
    }
    interp::decref(rt_, *other);
  }
  void iterate() {
    auto* const it = set_->iterate(rt_).value;
    std::set<long> seen;
    for (auto next = it->next(rt_); next.value != nullptr; next = it->next(rt_))
      RC_ASSERT(seen.insert(dropped(next.value)).second);
    RC_ASSERT(seen == model_);
    RC_ASSERT(it->next(rt_).value == nullptr);
    interp::decref(rt_, *it);
  }

  interp::runtime rt_;
  interp::small_int_table<count, -1, 258> ints_{rt_};
  set* set_ = set::create();
  std::set<long> model_;
};

rc::Gen<step> steps() {
  const auto key = rc::gen::elementOf(keys);
  return rc::gen::mapcat(
      rc::gen::weightedElement<set_entry>({{16, set_entry::add},
                                           {6, set_entry::discard},
                                           {4, set_entry::remove},
                                           {4, set_entry::contains},
                                           {3, set_entry::pop},
                                           {2, set_entry::len},
                                           {1, set_entry::clear},
                                           {2, set_entry::update},
                                           {1, set_entry::intersection_update},
                                           {1, set_entry::copy},
                                           {1, set_entry::iterate}}),
      [key](set_entry entry) {
        const bool has_other =
            entry == set_entry::update || entry == set_entry::intersection_update;
        const auto other = has_other ? rc::gen::container<std::vector<long>>(9, key)
                                     : rc::gen::just(std::vector<long>{});
        return rc::gen::map(rc::gen::pair(key, other),
                            [entry](const std::pair<long, std::vector<long>>& drawn) {
                              return step{entry, drawn.first, drawn.second};
                            });
      });
}

template <class Policies>
class set_with : public testing::Test {};
using all =
    testing::Types<interp::set_policies_with_gil, interp::set_policies,
                   with_locking<interp::locking::assumed>, with_locking<interp::locking::one_gil>,
                   with_locking<interp::locking::critical_sections>>;
TYPED_TEST_SUITE(set_with, all);

TYPED_TEST(set_with, does_what_a_set_does) {
  suture::testing::check_property(
      [] {
        const auto program = *rc::gen::container<std::vector<step>>(300, steps());
        driven_set<TypeParam> both;
        for (const step& s : program) both.apply(s);
        for (const long key : keys) RC_ASSERT(both.references(key) == long{both.contains(key)});
      },
      100);
}

using plain_set = interp::set<interp::set_policies_with_gil>;
using plain_int = interp::small_int<plain_set::count>;

// The sizes that setobject.c gives: four times what a set holds that is three fifths full.
TEST(set, grows_as_cpython_does) {
  interp::runtime rt;
  plain_set* s = plain_set::create();
  std::vector<std::pair<std::size_t, std::size_t>> sizes;  // table, and how many it held then
  for (long i = 0; i < 400; ++i) {
    auto* const key = sync::make<plain_int>(i);
    EXPECT_EQ(s->add(rt, *key), error::none);
    interp::decref(rt, *key);
    if (sizes.empty() || s->table_size() != sizes.back().first)
      sizes.emplace_back(s->table_size(), s->len(rt));
  }
  EXPECT_EQ(sizes, (std::vector<std::pair<std::size_t, std::size_t>>{
                       {8, 1}, {32, 5}, {128, 19}, {512, 77}, {2048, 307}}));
  interp::decref(rt, *s);
}

TEST(set, tells_its_iterators_of_another_size) {
  interp::runtime rt;
  plain_set* s = plain_set::create();
  auto* one = sync::make<plain_int>(1);
  auto* two = sync::make<plain_int>(2);
  EXPECT_EQ(s->add(rt, *one), error::none);
  auto* it = s->iterate(rt).value;
  EXPECT_EQ(s->add(rt, *two), error::none);
  EXPECT_EQ(it->next(rt).what, error::runtime_error);
  EXPECT_EQ(s->discard(rt, *two), error::none);
  EXPECT_EQ(it->next(rt).what, error::runtime_error) << "and it stays so";
  interp::decref(rt, *it);
  EXPECT_EQ(s->add(rt, *s), error::type_error) << "a set has no hash";
  interp::decref(rt, *s);
  interp::decref(rt, *one);
  interp::decref(rt, *two);
}

// A comparison that runs code of its own changes the set it is asked for.
TEST(set, lookup_begins_anew_when_the_table_changes_under_it) {
  using probe = interp_test::probe<plain_set::count>;
  interp::runtime rt;
  interp_test::probe_events events;
  plain_set* s = plain_set::create();
  const auto add = [&](long value) {
    probe* const p = probe::make(events, value);
    const error what = s->add(rt, *p);
    interp::decref(rt, *p);
    return what;
  };
  EXPECT_EQ(add(1), error::none);
  int asked = 0;
  events.on_equal = [&] {
    if (asked++ != 0) return error::none;
    for (long k = 2; k < 7; ++k) {
      EXPECT_EQ(add(k), error::none);
    }
    return error::none;
  };
  probe* const other = probe::make(events, 1);
  EXPECT_TRUE(s->contains(rt, *other).value);
  EXPECT_GE(asked, 2) << "asked again in the new table";
  EXPECT_EQ(s->table_size(), 32U);
  events.on_equal = [] { return error::runtime_error; };
  EXPECT_EQ(s->remove(rt, *other), error::runtime_error);
  EXPECT_EQ(s->len(rt), 6U) << "a failed operation changes nothing";
  interp::decref(rt, *other);
  interp::decref(rt, *s);
  EXPECT_EQ(events.alive, 0);
}

TEST(set, tells_of_a_comparison_that_changes_one_of_two) {
  using probe = interp_test::probe<plain_set::count>;
  interp::runtime rt;
  interp_test::probe_events events;
  plain_set* a = plain_set::create();
  plain_set* b = plain_set::create();
  for (plain_set* const s : {a, b}) {
    for (long k = 0; k < 3; ++k) {
      probe* const p = probe::make(events, k);
      EXPECT_EQ(s->add(rt, *p), error::none);
      interp::decref(rt, *p);
    }
  }
  events.on_equal = [&] {
    a->clear(rt);
    return error::none;
  };
  EXPECT_EQ(a->intersection_update(rt, *b), error::runtime_error);
  EXPECT_EQ(a->len(rt), 0U);
  EXPECT_EQ(a->update(rt, *b), error::none);
  events.on_equal = [&] {
    b->clear(rt);
    return error::none;
  };
  plain_set* c = plain_set::create();
  probe* const zero = probe::make(events, 0);
  EXPECT_EQ(c->add(rt, *zero), error::none);
  interp::decref(rt, *zero);
  EXPECT_EQ(c->update(rt, *b), error::runtime_error);
  for (plain_set* const s : {a, b, c}) interp::decref(rt, *s);
  EXPECT_EQ(events.alive, 0);
}

TEST(shared_set, does_what_a_set_does) {
  using set = interp::shared_set<>;
  interp::runtime rt;
  interp::grace_periods grace(rt, 1);
  interp::grace_periods::member here(grace, 0);
  interp::small_int_table<set::count, -1, 258> ints(rt);
  set* const s = set::create();
  std::set<long> model;
  std::uint32_t random = 1;  // a linear congruence; the constants are those of Numerical Recipes
  for (int i = 0; i < 3000; ++i) {
    random = random * 1664525U + 1013904223U;
    const long value = keys[(random >> 8U) % keys.size()];
    auto* const key = ints.get(value);
    if ((random >> 30U) < 2) {
      EXPECT_EQ(s->add(rt, *key), error::none);
      model.insert(value);
    } else {
      EXPECT_EQ(s->discard(rt, *key), error::none);
      model.erase(value);
    }
    for (const long k : keys) {
      auto* const other = ints.get(k);
      ASSERT_EQ(s->contains(rt, *other).value, model.count(k) == 1);
      interp::decref(rt, *other);
    }
    EXPECT_EQ(s->len(), model.size());
    interp::decref(rt, *key);
  }
  interp::decref(rt, *s);
  here.quiescent();
}

}  // namespace
