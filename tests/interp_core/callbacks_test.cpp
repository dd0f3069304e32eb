// One thread: containers whose items run code of their own when they are compared, or die.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "interp_core/dict/dict.hpp"
#include "interp_core/list/list.hpp"
#include "tests/interp_core/probe.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::error;
using interp_test::probe_events;

// Stands for any container's lock; counts how deep the only thread is in.
struct watched_lock {
  static inline int depth = 0;
  void lock() { ++depth; }
  void unlock() { --depth; }
};

struct list_watched : interp::list_policies {
  using locking = interp::locking::per_object<watched_lock>;
};
struct dict_watched : interp::dict_policies {
  using locking = interp::locking::per_object<watched_lock>;
};
using list = interp::list<list_watched>;
using dict = interp::dict<dict_watched>;
using probe = interp_test::probe<list::count>;

class callbacks : public testing::Test {
 protected:
  callbacks() {
    events.on_death = [this] {
      EXPECT_EQ(watched_lock::depth, called_at) << "a destructor under a lock";
    };
  }
  ~callbacks() override {
    EXPECT_EQ(watched_lock::depth, 0);
    EXPECT_EQ(events.alive, 0);
  }
  void drop(interp::object<list::count>* o) { interp::decref_if(rt, o); }

  // A probe for the length of one call.
  struct argument {
    argument(callbacks& t, long value) : rt(t.rt), o(probe::make(t.events, value)) {}
    ~argument() { interp::decref(rt, *o); }
    argument(const argument&) = delete;
    interp::object<list::count>& operator*() const { return *o; }
    interp::runtime& rt;
    probe* o;
  };

  // Runs `what` as a comparison's own code. That runs under the lock, with all it does itself.
  template <class What>
  void call(What what) {
    const int outside = called_at;
    called_at = watched_lock::depth;
    what();
    called_at = outside;
  }

  interp::runtime rt;
  probe_events events;
  int called_at = 0;
};

TEST_F(callbacks, index_survives_a_comparison_that_clears_the_list) {
  list* l = list::create();
  for (long v = 0; v < 3; ++v) EXPECT_EQ(l->append(rt, *argument(*this, v)), error::none);
  events.on_equal = [&] {
    call([&] { l->clear(rt); });
    return error::none;
  };
  EXPECT_EQ(l->index(rt, *argument(*this, 2)).what, error::value_error);
  drop(l);
}

TEST_F(callbacks, remove_survives_a_comparison_that_empties_the_list) {
  list* l = list::create();
  EXPECT_EQ(l->append(rt, *argument(*this, 7)), error::none);
  events.on_equal = [&] {
    call([&] { drop(l->pop(rt).value); });
    return error::none;
  };
  EXPECT_EQ(l->remove(rt, *argument(*this, 7)), error::none);
  EXPECT_EQ(l->len(rt), 0U);
  drop(l);
}

TEST_F(callbacks, sort_tells_of_what_came_in_meanwhile) {
  list* l = list::create();
  for (const long v : {2, 1, 3}) EXPECT_EQ(l->append(rt, *argument(*this, v)), error::none);
  std::size_t came_in = 0;
  events.on_less = [&] {
    EXPECT_EQ(l->len(rt), came_in++) << "a list is empty while it is sorted";
    EXPECT_EQ(l->append(rt, *argument(*this, 9)), error::none);
    return error::none;
  };
  EXPECT_EQ(l->sort(rt), error::value_error);
  EXPECT_EQ(l->len(rt), 3U);
  events.on_less = [] { return error::runtime_error; };
  EXPECT_EQ(l->sort(rt), error::runtime_error);
  EXPECT_EQ(l->len(rt), 3U) << "a failed sort loses nothing";
  drop(l);
}

TEST_F(callbacks, lookup_begins_anew_when_the_table_changes_under_it) {
  dict* d = dict::create();
  // 1 and 9 meet in a table of eight slots, and the hash of both is asked for.
  EXPECT_EQ(d->set(rt, *argument(*this, 1), *argument(*this, 10)), error::none);
  int grown = 0;
  events.on_equal = [&] {
    if (grown++ != 0) return error::none;
    for (long k = 2; k < 8; ++k) {
      EXPECT_EQ(d->set(rt, *argument(*this, k), *argument(*this, k)), error::none);
    }
    return error::none;
  };
  const auto found = d->get(rt, *argument(*this, 1));
  ASSERT_NE(found.value, nullptr);
  EXPECT_EQ(static_cast<probe*>(found.value)->value, 10);
  EXPECT_GE(grown, 2) << "asked again in the new table";
  drop(found.value);
  EXPECT_EQ(d->table_size(), 16U);
  drop(d);
}

TEST_F(callbacks, lookup_survives_a_comparison_that_clears_the_dict) {
  dict* d = dict::create();
  EXPECT_EQ(d->set(rt, *argument(*this, 1), *argument(*this, 10)), error::none);
  events.on_equal = [&] {
    call([&] { d->clear(rt); });
    return error::none;
  };
  EXPECT_EQ(d->del(rt, *argument(*this, 1)), error::key_error);
  drop(d);
}

TEST_F(callbacks, update_tells_of_a_comparison_that_changes_the_other_dict) {
  dict* d = dict::create();
  dict* other = dict::create();
  for (long k = 1; k < 3; ++k) {
    EXPECT_EQ(d->set(rt, *argument(*this, k), *argument(*this, k)), error::none);
    EXPECT_EQ(other->set(rt, *argument(*this, k), *argument(*this, k + 10)), error::none);
  }
  events.on_equal = [&] {
    call([&] { other->clear(rt); });
    return error::none;
  };
  EXPECT_EQ(d->update(rt, *other), error::runtime_error);
  drop(other);
  drop(d);
}

// Whatever is done, and whichever comparison fails: the lock is left, no destructor runs under it,
// and nothing leaks. The fixture holds the probes to it.
TEST_F(callbacks, every_way_out_of_a_list_leaves_its_lock) {
  suture::testing::check_property(
      [this] {
        list* l = list::create();
        int until_error = 0;
        events.on_equal = events.on_less = [&until_error] {
          return --until_error == 0 ? error::runtime_error : error::none;
        };
        for (const auto& [what, value] : *rc::gen::container<std::vector<std::pair<int, long>>>(
                 60, rc::gen::pair(rc::gen::inRange(0, 14), rc::gen::inRange<long>(-3, 3)))) {
          until_error = *rc::gen::inRange(0, 4);
          const argument with(*this, value);
          if (what == 0) drop(l->get(rt, value).value);
          if (what == 1) static_cast<void>(l->set(rt, value, *with));
          if (what >= 11) static_cast<void>(l->append(rt, *with));
          if (what == 2) static_cast<void>(l->insert(rt, value, *with));
          if (what == 3) drop(l->pop(rt, value).value);
          if (what == 4 && l->len(rt) < 30) static_cast<void>(l->extend(rt, *l));
          if (what == 5) static_cast<void>(l->remove(rt, *with));
          if (what == 6) static_cast<void>(l->index(rt, *with));
          if (what == 7) static_cast<void>(l->contains(rt, *with));
          if (what == 8) l->clear(rt);
          if (what == 9) static_cast<void>(l->sort(rt));
          if (what == 10) drop(l->slice(rt, value, 3).value);
          RC_ASSERT(watched_lock::depth == 0);
        }
        drop(l);
        RC_ASSERT(events.alive == 0);
      },
      200);
}

TEST_F(callbacks, every_way_out_of_a_dict_leaves_its_lock) {
  suture::testing::check_property(
      [this] {
        dict* d = dict::create();
        dict* other = dict::create();
        int until_error = 0;
        events.on_equal = [&until_error] {
          return --until_error == 0 ? error::runtime_error : error::none;
        };
        for (const auto& [what, value] : *rc::gen::container<std::vector<std::pair<int, long>>>(
                 60, rc::gen::pair(rc::gen::inRange(0, 15), rc::gen::inRange<long>(0, 12)))) {
          until_error = *rc::gen::inRange(0, 4);
          const argument key(*this, value), with(*this, value + 1);
          if (what == 0) drop(d->get(rt, *key).value);
          if (what >= 11) static_cast<void>(d->set(rt, *key, *with));
          if (what == 1) drop(d->setdefault(rt, *key, *with).value);
          if (what == 2) static_cast<void>(d->del(rt, *key));
          if (what == 3) drop(d->pop(rt, *key).value);
          if (what == 4) {
            const auto taken = d->popitem(rt);
            drop(taken.value.key);
            drop(taken.value.value);
          }
          if (what == 5) static_cast<void>(d->contains(rt, *key));
          if (what == 6) d->clear(rt);
          if (what == 7) static_cast<void>(d->update(rt, *other));
          if (what == 8) drop(d->copy(rt).value);
          if (what >= 9 && what < 11) static_cast<void>(other->set(rt, *key, *with));
          RC_ASSERT(watched_lock::depth == 0);
        }
        drop(d);
        drop(other);
        RC_ASSERT(events.alive == 0);
      },
      200);
}

}  // namespace
