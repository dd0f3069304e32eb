// Watchers by themselves: numbers, bits, and what is told when; and under real threads.
#include "interp_core/watch/watchers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "interp_core/small_int.hpp"
#include "interp_core/type/class_object.hpp"
#include "interp_core/watch/watched_dict.hpp"

namespace {

using interp::dict_change;
using interp::error;
using interp::most_watchers;

using dict = interp::watched_dict<>;
using event = dict::event;
using int_object = interp::small_int<dict::count>;

class a_watched_dict : public testing::Test {
 protected:
  // What a watcher is told, as a line each.
  struct log {
    a_watched_dict& of;
    std::vector<std::string> lines;
  };
  static void write(interp::runtime&, const event& e, void* to) {
    auto& into = *static_cast<log*>(to);
    const char* const names[] = {"added", "modified", "deleted", "cleared"};
    std::string line = names[static_cast<int>(e.what)];
    EXPECT_EQ(e.dict, &into.of.items);
    for (auto* o : {e.key, e.value})
      if (o != nullptr) line += " " + std::to_string(static_cast<int_object*>(o)->value);
    into.lines.push_back(std::move(line));
  }

  error set(long key, long value) {
    auto* const k = ints.get(key);
    auto* const v = ints.get(value);
    const error what = items.set(*k, *v);
    interp::decref(rt, *k);
    interp::decref(rt, *v);
    return what;
  }
  error del(long key) {
    auto* const k = ints.get(key);
    const error what = items.del(*k);
    interp::decref(rt, *k);
    return what;
  }
  long get(long key) {
    auto* const k = ints.get(key);
    auto* const found = static_cast<int_object*>(items.get(*k).value);
    interp::decref(rt, *k);
    if (found == nullptr) return -1;
    const long value = found->value;
    interp::decref(rt, *found);
    return value;
  }

  interp::runtime rt;
  dict::watchers told{rt};
  dict items{rt, told};
  interp::small_int_table<dict::count, 0, 10> ints{rt};
};

TEST_F(a_watched_dict, tells_who_watches_what_will_happen) {
  log mine{*this, {}};
  const auto id = told.add(write, &mine);
  ASSERT_TRUE(id.ok());
  EXPECT_EQ(set(1, 2), error::none);
  EXPECT_TRUE(mine.lines.empty()) << "it does not watch yet";
  EXPECT_EQ(items.watch(id.value), error::none);
  EXPECT_EQ(items.watched_by(), 1U << id.value);
  EXPECT_EQ(set(1, 3), error::none);
  EXPECT_EQ(set(4, 5), error::none);
  EXPECT_EQ(del(4), error::none);
  EXPECT_EQ(del(4), error::key_error) << "of which nobody is told";
  EXPECT_EQ(items.clear(), error::none);
  EXPECT_EQ(mine.lines,
            (std::vector<std::string>{"modified 1 3", "added 4 5", "deleted 4", "cleared"}));
  EXPECT_EQ(items.unwatch(id.value), error::none);
  EXPECT_EQ(set(1, 1), error::none);
  EXPECT_EQ(mine.lines.size(), 4U);
  EXPECT_EQ(get(1), 1);
  EXPECT_EQ(get(4), -1);
}

TEST_F(a_watched_dict, numbers_its_watchers_and_refuses_other_numbers) {
  log logs[most_watchers + 1] = {{*this, {}}, {*this, {}}, {*this, {}}, {*this, {}}, {*this, {}},
                                 {*this, {}}, {*this, {}}, {*this, {}}, {*this, {}}};
  for (interp::watcher_id id = 0; id < most_watchers; ++id) {
    EXPECT_FALSE(told.has(id));
    EXPECT_EQ(items.watch(id), error::value_error);
    EXPECT_EQ(told.add(write, &logs[id]).value, id);
    EXPECT_TRUE(told.has(id));
    EXPECT_EQ(items.watch(id), error::none);
  }
  EXPECT_EQ(told.add(write, &logs[most_watchers]).what, error::runtime_error);
  EXPECT_EQ(items.watch(most_watchers), error::value_error);
  EXPECT_EQ(items.unwatch(most_watchers), error::value_error);
  EXPECT_EQ(told.clear(most_watchers), error::value_error);
  EXPECT_EQ(told.clear(3), error::none);
  EXPECT_EQ(told.clear(3), error::value_error);
  EXPECT_EQ(set(1, 2), error::none);
  for (interp::watcher_id id = 0; id < most_watchers; ++id)
    EXPECT_EQ(logs[id].lines.size(), id == 3 ? 0U : 1U);
  EXPECT_EQ(told.add(write, &logs[most_watchers]).value, 3U) << "the least that is free";
  EXPECT_EQ(set(1, 3), error::none);
  EXPECT_EQ(logs[most_watchers].lines.size(), 1U) << "the bit has stayed in the dict";
}

struct type_policies : interp::type_policies {
  static constexpr std::size_t entries = 16;
};
using type = interp::class_object<type_policies>;

TEST(a_watched_class, tells_once_until_it_is_looked_up_or_watched_again) {
  interp::runtime rt;
  interp::types<type_policies> all(rt);
  type* const base = type::create(all).value;
  type* const sub = type::create(all, {base}).value;
  interp::small_int_table<type::count, 0, 4> ints(rt);
  std::vector<const type*> changed;
  const auto note = [](interp::runtime&, const type::event& e, void* with) {
    static_cast<std::vector<const type*>*>(with)->push_back(e.changed);
  };
  const auto id = all.watchers().add(note, &changed).value;
  EXPECT_EQ(sub->watch(id + 1), error::value_error);
  EXPECT_EQ(sub->watch(id), error::none);
  auto* const one = ints.get(1);
  base->set(1, *one);
  EXPECT_EQ(changed, (std::vector<const type*>{sub})) << "a base's change is the subclass's";
  base->set(1, *one);
  EXPECT_EQ(changed.size(), 1U) << "it has no version";
  interp::decref(rt, *sub->lookup(1));
  EXPECT_EQ(base->watch(id), error::none);
  EXPECT_EQ(base->del(1), error::none);
  EXPECT_EQ(changed, (std::vector<const type*>{sub, sub, base}));
  EXPECT_EQ(sub->unwatch(id), error::none);
  EXPECT_EQ(sub->lookup(1), nullptr);
  sub->set(1, *one);
  EXPECT_EQ(changed.size(), 3U);
  interp::decref(rt, *one);
  sync::destroy(sub);
  sync::destroy(base);
}

// Some come and go, others change the dict: who is taken out is told no more.
TEST(watchers_under_threads, are_told_while_they_are_there) {
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  dict::watchers told(rt);
  dict items(rt, told);
  interp::small_int_table<dict::count, 0, 10> ints(rt);
  std::atomic<bool> is_over{false};
  struct counter {
    std::atomic<bool> is_there{true};
    std::atomic<int> told{0};
  };
  const auto count = [](interp::runtime&, const event&, void* with) {
    auto* const c = static_cast<counter*>(with);
    EXPECT_TRUE(c->is_there);
    ++c->told;
  };
  long changes = 0;
  sync::parallel(
      [&] {
        interp::grace_periods::member here(grace, 0);
        auto* const key = ints.get(1);
        do {
          EXPECT_EQ(items.set(*key, *key), error::none);
          ++changes;
          here.quiescent();
        } while (!is_over);
        interp::decref(rt, *key);
      },
      [&] {
        interp::grace_periods::member here(grace, 1);
        std::vector<std::unique_ptr<counter>> all;
        for (int i = 0; i < 2'000; ++i) {
          all.push_back(std::make_unique<counter>());
          const auto id = told.add(count, all.back().get());
          ASSERT_TRUE(id.ok());
          EXPECT_EQ(items.watch(id.value), error::none);
          EXPECT_EQ(items.unwatch(id.value), error::none);
          EXPECT_EQ(told.clear(id.value), error::none);
          here.quiescent();
        }
        is_over = true;
      });
  EXPECT_GT(changes, 0);
  EXPECT_EQ(items.watched_by(), 0U);
}

}  // namespace
