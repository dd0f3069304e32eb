// One thread: an instance has the attributes that it was given, in order, whether it shares its
// keys or has a dict.
#include "interp_core/instance/instance.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "interp_core/small_int.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::error;
using instance = interp::instance<>;
using count = instance::count;
using int_object = interp::small_int<count>;
using pairs = std::vector<std::pair<long, long>>;

struct world {
  explicit world(std::size_t room) : type(rt, room) {}

  long dropped(interp::object<count>* o) {
    const long value = static_cast<int_object*>(o)->value;
    interp::decref(rt, *o);
    return value;
  }
  pairs items(instance& of) {
    pairs all;
    for (const auto& [name, value] : of.items(rt)) all.emplace_back(dropped(name), dropped(value));
    return all;
  }
  error set(instance& of, long name, long value) {
    int_object *const n = ints.get(name), *const v = ints.get(value);
    const error what = of.set(rt, *n, *v);
    interp::decref(rt, *n);
    interp::decref(rt, *v);
    return what;
  }
  error del(instance& of, long name) {
    int_object* const n = ints.get(name);
    const error what = of.del(rt, *n);
    interp::decref(rt, *n);
    return what;
  }
  // -1 where there is none.
  long get(instance& of, long name) {
    int_object* const n = ints.get(name);
    interp::object<count>* const found = of.get(rt, *n).value;
    interp::decref(rt, *n);
    return found == nullptr ? -1 : dropped(found);
  }

  interp::runtime rt;
  interp::grace_periods grace{rt, 1};
  interp::small_int_table<count, 0, 64> ints{rt};
  interp::instance_type<> type;
  interp::grace_periods::member here{grace, 0};
};

enum class what { set, del, get, convert };
using step = std::tuple<what, std::size_t, long, long>;  // which instance, name, value

// The sequential model: names and values in order of insertion.
struct model {
  pairs items;
  pairs::iterator find(long name) {
    return std::find_if(items.begin(), items.end(), [name](auto& p) { return p.first == name; });
  }
};

void follow(world& w, std::vector<instance*>& real, std::vector<model>& models, const step& s) {
  const auto& [kind, which, name, value] = s;
  const auto there = models[which].find(name);
  const bool is_there = there != models[which].items.end();
  switch (kind) {
    case what::set:
      RC_ASSERT(w.set(*real[which], name, value) == error::none);
      if (is_there) {
        there->second = value;
      } else {
        models[which].items.emplace_back(name, value);
      }
      break;
    case what::del:
      RC_ASSERT(w.del(*real[which], name) == (is_there ? error::none : error::key_error));
      if (is_there) models[which].items.erase(there);
      break;
    case what::get:
      RC_ASSERT(w.get(*real[which], name) == (is_there ? there->second : -1));
      break;
    case what::convert:
      RC_ASSERT(real[which]->convert(w.rt) == error::none);
      break;
  }
  RC_ASSERT(real[which]->len(w.rt) == models[which].items.size());
  RC_ASSERT(w.items(*real[which]) == models[which].items);
}

TEST(an_instance, has_its_attributes_in_order) {
  suture::testing::check_property(
      [] {
        const auto steps = *rc::gen::container<std::vector<step>>(
            60, rc::gen::tuple(
                    rc::gen::weightedElement<what>(
                        {{12, what::set}, {5, what::del}, {5, what::get}, {1, what::convert}}),
                    rc::gen::inRange<std::size_t>(0, 3), rc::gen::inRange<long>(0, 9),
                    rc::gen::inRange<long>(20, 40)));
        world w(6);  // fewer than there are names, so that some are converted
        std::vector<instance*> real;
        std::vector<model> models(3);
        for (int i = 0; i < 3; ++i) real.push_back(instance::create(w.type));
        for (const step& s : steps) follow(w, real, models, s);
        std::vector<long> held(64, 2);  // the table's own, and ours
        for (const model& m : models) {
          for (const auto& [name, value] : m.items) ++held[static_cast<std::size_t>(value)];
        }
        for (long v = 20; v < 40; ++v) {
          int_object* const n = w.ints.get(v);
          RC_ASSERT(n->refcount.value() == held[static_cast<std::size_t>(v)]);
          interp::decref(w.rt, *n);
        }
        for (instance* const i : real) interp::decref(w.rt, *i);
        w.here.quiescent();
      },
      200);
}

TEST(instances, share_keys_while_there_is_room) {
  world w(3);
  instance* const a = instance::create(w.type);
  instance* const b = instance::create(w.type);
  EXPECT_EQ(w.type.keys().values_needed(), 3U);
  EXPECT_EQ(w.set(*a, 1, 10), error::none);
  EXPECT_EQ(w.set(*b, 2, 20), error::none);
  EXPECT_EQ(w.set(*b, 1, 11), error::none);
  EXPECT_EQ(w.type.keys().size(), 2U);
  EXPECT_EQ(w.type.keys().values_needed(), 3U) << "whatever is used of them";
  EXPECT_EQ(w.get(*a, 2), -1) << "a key of its sibling";
  EXPECT_EQ(w.del(*a, 2), error::key_error);
  EXPECT_EQ(w.items(*b), (pairs{{2, 20}, {1, 11}})) << "its own order, not that of the keys";
  EXPECT_EQ(w.set(*a, 3, 12), error::none);
  EXPECT_TRUE(a->is_split());
  EXPECT_EQ(w.set(*a, 4, 13), error::none);
  EXPECT_FALSE(a->is_split()) << "there was no room for the fourth";
  EXPECT_TRUE(b->is_split()) << "it is no business of the sibling";
  EXPECT_EQ(w.items(*a), (pairs{{1, 10}, {3, 12}, {4, 13}}));
  EXPECT_EQ(w.get(*a, 4), 13);
  EXPECT_EQ(a->set(w.rt, *a, *a), error::type_error) << "no plain name";
  interp::decref(w.rt, *a);
  interp::decref(w.rt, *b);
}

TEST(a_type, loses_its_version_with_a_new_key) {
  world w(3);
  instance* const a = instance::create(w.type);
  const std::uint32_t first = w.type.version();
  EXPECT_EQ(w.type.version(), first);
  EXPECT_EQ(w.set(*a, 1, 10), error::none);
  const std::uint32_t second = w.type.version();
  EXPECT_NE(second, first);
  EXPECT_EQ(w.set(*a, 1, 11), error::none);
  EXPECT_EQ(w.type.version(), second) << "the key was there";
  EXPECT_TRUE(w.type.versions_agree());
  interp::decref(w.rt, *a);
}

// Readers take no lock: under real threads they see what was written, before and after an instance
// gets its dict.
TEST(instances, are_read_while_they_change) {
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  interp::small_int_table<count, 0, 256> ints(rt);
  interp::instance_type<> type(rt, 4);
  for (int round = 0; round < 200; ++round) {
    instance* const a = instance::create(type);
    int_object* const zero = ints.get(0);
    EXPECT_EQ(a->set(rt, *zero, *zero), error::none);
    sync::parallel(
        [&] {
          interp::grace_periods::member here(grace, 0);
          for (int n = 0; n < 20; ++n) {
            const auto seen = a->get(rt, *zero);
            ASSERT_NE(seen.value, nullptr);
            interp::decref(rt, *seen.value);
            here.quiescent();
          }
        },
        [&] {
          interp::grace_periods::member here(grace, 1);
          for (long n = 0; n < 8; ++n) {
            int_object* const name = ints.get(n);
            EXPECT_EQ(a->set(rt, *name, *name), error::none);
            interp::decref(rt, *name);
            here.quiescent();
          }
        });
    EXPECT_FALSE(a->is_split());
    EXPECT_EQ(a->len(rt), 8U);
    interp::decref(rt, *zero);
    interp::decref(rt, *a);
  }
}

}  // namespace
