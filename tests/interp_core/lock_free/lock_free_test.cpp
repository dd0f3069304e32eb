// Lists and dicts with lock-free readers by themselves, and under real threads.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <atomic>
#include <map>

#include "interp_core/lock_free/shared_dict.hpp"
#include "interp_core/lock_free/shared_list.hpp"
#include "interp_core/small_int.hpp"
#include "tests/support/property.hpp"

namespace {

using count = interp::refcount::tryable;
using int_object = interp::small_int<count>;
using interp::error;
using list = interp::shared_list<>;
using dict = interp::shared_dict<>;

long value_of(interp::object<count>& o) { return static_cast<int_object&>(o).value; }

TEST(shared_list, does_what_a_vector_does) {
  suture::testing::check_property(
      [] {
        interp::runtime rt;
        interp::small_int_table<count, 0, 8> ints(rt);
        list* l = list::create();
        std::vector<long> model;
        for (const auto& [what, i, v] :
             *rc::gen::container<std::vector<std::tuple<int, std::size_t, long>>>(
                 100, rc::gen::tuple(rc::gen::inRange(0, 16), rc::gen::inRange<std::size_t>(0, 9),
                                     rc::gen::inRange<long>(0, 8)))) {
          auto* value = ints.get(v);
          const bool in_range = i < model.size();
          if (what < 4) {
            const auto found = l->get(rt, i);
            RC_ASSERT(found.ok() == in_range);
            if (in_range) RC_ASSERT(value_of(*found.value) == model[i]);
            if (in_range) interp::decref(rt, *found.value);
          } else if (what < 7) {
            RC_ASSERT((l->set(rt, i, *value) == error::none) == in_range);
            if (in_range) model[i] = v;
          } else if (what < 10) {
            RC_ASSERT(l->append(rt, *value) == error::none);
            model.push_back(v);
          } else if (what < 12) {
            RC_ASSERT((l->insert(rt, i, *value) == error::none) == (i <= model.size()));
            if (i <= model.size()) model.insert(model.begin() + static_cast<long>(i), v);
          } else if (what < 15) {
            const auto taken = l->pop(rt, i);
            RC_ASSERT(taken.ok() == in_range);
            if (in_range) model.erase(model.begin() + static_cast<long>(i));
            interp::decref_if(rt, taken.value);
          } else if (v == 0) {
            l->clear(rt);
            model.clear();
          }
          interp::decref(rt, *value);
          RC_ASSERT(l->len() == model.size());
        }
        std::vector<long> held;
        l->type->traverse(*l, [&held](interp::object<count>& o) { held.push_back(value_of(o)); });
        RC_ASSERT(held == model);
        interp::decref(rt, *l);
      },
      100);
}

TEST(shared_dict, does_what_a_map_does) {
  suture::testing::check_property(
      [] {
        interp::runtime rt;
        interp::small_int_table<count, 0, 40> ints(rt);
        dict* d = dict::create();
        std::map<long, long> model;
        for (const auto& [what, k, v] :
             *rc::gen::container<std::vector<std::tuple<int, long, long>>>(
                 100, rc::gen::tuple(rc::gen::inRange(0, 16), rc::gen::inRange<long>(0, 40),
                                     rc::gen::inRange<long>(0, 8)))) {
          auto* key = ints.get(k);
          auto* value = ints.get(v);
          const bool is_there = model.count(k) != 0;
          if (what < 4) {
            const auto found = d->get(rt, *key);
            RC_ASSERT((found.value != nullptr) == is_there);
            if (is_there) RC_ASSERT(value_of(*found.value) == model[k]);
            interp::decref_if(rt, found.value);
          } else if (what < 11) {
            RC_ASSERT(d->set(rt, *key, *value) == error::none);
            model[k] = v;
          } else if (what < 14) {
            RC_ASSERT((d->del(rt, *key) == error::none) == is_there);
            model.erase(k);
          } else if (what == 14) {
            RC_ASSERT(d->contains(rt, *key).value == is_there);
          } else if (v == 0) {
            d->clear(rt);
            model.clear();
          }
          interp::decref(rt, *key);
          interp::decref(rt, *value);
          RC_ASSERT(d->len() == model.size());
        }
        interp::decref(rt, *d);
      },
      100);
}

// Two readers and a writer, for as long as the writer writes. What they read is checked; what they
// must not touch is for the sanitizers to say.
TEST(shared_list, may_be_read_by_threads_while_it_grows_and_shrinks) {
  interp::runtime rt;
  interp::grace_periods grace(rt, 3);
  list* l = list::create();
  std::atomic<bool> is_over{false};
  std::atomic<long> read{0}, wrong{0};
  auto reader = [&](std::uint32_t which) {
    interp::grace_periods::member here(grace, which);
    while (!is_over) {
      for (std::size_t i = 0; i < 8; ++i) {
        const auto found = l->get(rt, i);
        if (!found.ok()) continue;
        if (value_of(*found.value) < 0 || value_of(*found.value) > 8) ++wrong;
        interp::decref(rt, *found.value);
        ++read;
      }
      here.quiescent();
    }
  };
  auto writer = [&] {
    interp::grace_periods::member here(grace, 2);
    for (int round = 0; round < 2000 || (read == 0 && round < 10'000'000); ++round) {
      for (long v = 0; v < 8; ++v) {
        auto* o = sync::make<int_object>(v);
        static_cast<void>(l->append(rt, *o));
        interp::decref(rt, *o);
      }
      interp::decref(rt, *l->pop(rt, 3).value);
      l->clear(rt);
      here.quiescent();
    }
    is_over = true;
  };
  sync::parallel([&] { reader(0); }, [&] { reader(1); }, writer);
  EXPECT_GT(read.load(), 0);
  EXPECT_EQ(wrong.load(), 0);
  interp::decref(rt, *l);
}

TEST(shared_dict, may_be_read_by_threads_while_it_grows_and_shrinks) {
  interp::runtime rt;
  interp::grace_periods grace(rt, 3);
  dict* d = dict::create();
  std::atomic<bool> is_over{false};
  std::atomic<long> read{0}, wrong{0};
  auto reader = [&](std::uint32_t which) {
    interp::grace_periods::member here(grace, which);
    auto* key = sync::make<int_object>(3);
    while (!is_over) {
      const auto found = d->get(rt, *key);
      if (found.value != nullptr) {
        if (value_of(*found.value) != 103) ++wrong;
        interp::decref(rt, *found.value);
        ++read;
      }
      here.quiescent();
    }
    interp::decref(rt, *key);
  };
  auto writer = [&] {
    interp::grace_periods::member here(grace, 2);
    for (int round = 0; round < 2000 || (read == 0 && round < 10'000'000); ++round) {
      for (long v = 0; v < 12; ++v) {
        auto* key = sync::make<int_object>(v);
        auto* value = sync::make<int_object>(v + 100);
        static_cast<void>(d->set(rt, *key, *value));
        if (v == 8) static_cast<void>(d->del(rt, *key));
        interp::decref(rt, *key);
        interp::decref(rt, *value);
      }
      d->clear(rt);
      here.quiescent();
    }
    is_over = true;
  };
  sync::parallel([&] { reader(0); }, [&] { reader(1); }, writer);
  EXPECT_GT(read.load(), 0);
  EXPECT_EQ(wrong.load(), 0);
  interp::decref(rt, *d);
}

}  // namespace
