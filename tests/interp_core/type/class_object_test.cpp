// Classes by themselves: order of bases, lookups, versions; and lookups under real threads.
#include "interp_core/type/class_object.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <atomic>
#include <map>
#include <optional>
#include <vector>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/small_int.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::error;
using testing::ElementsAre;

template <class Policies>
class classes {
 public:
  using type = interp::class_object<Policies>;
  using int_object = interp::small_int<typename Policies::count>;

  ~classes() {
    for (auto last = made_.rbegin(); last != made_.rend(); ++last) sync::destroy(*last);
  }

  type* make(std::vector<type*> bases = {}) {
    made_.push_back(type::create(all, std::move(bases)).value);
    return made_.back();
  }
  void set(type* of, interp::attribute_name name, long value) {
    auto* const v = ints.get(value);
    of->set(name, *v);
    interp::decref(rt, *v);
  }
  std::optional<long> lookup(type* of, interp::attribute_name name) {
    auto* const found = of->lookup(name);
    if (found == nullptr) return {};
    const long value = static_cast<int_object*>(found)->value;
    interp::decref(rt, *found);
    return value;
  }

  interp::runtime rt;
  interp::grace_periods grace{rt, 3};
  interp::types<Policies> all{rt};
  interp::small_int_table<typename Policies::count, 0, 100> ints{rt};

 private:
  std::vector<type*> made_;
};

struct few : interp::type_policies {
  static constexpr std::size_t entries = 4;
};
struct few_versions : few {
  static constexpr interp::type_version last_version = 3;
};

TEST(a_class, is_asked_before_its_bases_in_the_order_of_c3) {
  classes<few> with;
  auto* const o = with.make();
  auto* const a = with.make({o});
  auto* const b = with.make({o});
  auto* const c = with.make({a, b});
  auto* const d = with.make({c, b, o});
  EXPECT_THAT(c->order(), ElementsAre(c, a, b, o));
  EXPECT_THAT(d->order(), ElementsAre(d, c, a, b, o));
}

TEST(a_class, cannot_be_made_of_bases_that_contradict_each_other) {
  classes<few> with;
  auto* const a = with.make();
  auto* const b = with.make();
  auto* const ab = with.make({a, b});
  auto* const ba = with.make({b, a});
  const auto made = classes<few>::type::create(with.all, {ab, ba});
  EXPECT_EQ(made.what, error::type_error);
  EXPECT_EQ(made.value, nullptr);
  EXPECT_EQ(classes<few>::type::create(with.all, {a, ab}).what, error::type_error);
}

TEST(a_class, has_what_the_first_in_its_order_has) {
  classes<few> with;
  auto* const base = with.make();
  auto* const left = with.make({base});
  auto* const right = with.make({base});
  auto* const both = with.make({left, right});
  EXPECT_EQ(with.lookup(both, 1), std::nullopt);
  with.set(base, 1, 10);
  EXPECT_EQ(with.lookup(both, 1), 10);
  with.set(right, 1, 11);
  EXPECT_EQ(with.lookup(both, 1), 11);
  EXPECT_EQ(with.lookup(left, 1), 10);
  with.set(both, 1, 12);
  EXPECT_EQ(with.lookup(both, 1), 12);
  EXPECT_EQ(both->del(1), error::none);
  EXPECT_EQ(both->del(1), error::key_error);
  EXPECT_EQ(with.lookup(both, 1), 11);
}

TEST(a_class, keeps_its_version_until_it_or_a_base_changes) {
  classes<few> with;
  auto* const base = with.make();
  auto* const sub = with.make({base});
  EXPECT_EQ(sub->version(), 0U);
  with.lookup(sub, 1);
  const auto version = sub->version();
  EXPECT_NE(version, 0U);
  EXPECT_NE(base->version(), 0U) << "a class with a version has bases with versions";
  EXPECT_NE(base->version(), version);
  with.lookup(sub, 2);
  EXPECT_EQ(sub->version(), version);
  with.set(base, 1, 1);
  EXPECT_EQ(sub->version(), 0U);
  EXPECT_EQ(base->version(), 0U);
  with.lookup(base, 1);
  with.set(sub, 1, 1);
  EXPECT_NE(base->version(), 0U) << "a base does not change with its subclass";
  with.lookup(sub, 1);
  EXPECT_NE(sub->version(), version) << "no version comes twice";
}

// Against classes that look through all their bases each time.
template <class Policies>
void does_what_a_search_does() {
  suture::testing::check_property(
      [] {
        classes<Policies> with;
        auto* const base = with.make();
        auto* const left = with.make({base});
        auto* const right = with.make({base});
        const std::vector<typename classes<Policies>::type*> all{base, left, right,
                                                                 with.make({left, right})};
        std::map<std::pair<const void*, interp::attribute_name>, long> model;
        for (const auto& [what, which, name, value] :
             *rc::gen::container<std::vector<std::tuple<int, std::size_t, unsigned, long>>>(
                 60, rc::gen::tuple(rc::gen::inRange(0, 8), rc::gen::inRange<std::size_t>(0, 4),
                                    rc::gen::inRange(1U, 4U), rc::gen::inRange<long>(0, 100)))) {
          auto* const c = all[which];
          if (what == 0) {
            with.set(c, name, value);
            model[{c, name}] = value;
          } else if (what == 1) {
            RC_ASSERT((c->del(name) == error::none) == (model.erase({c, name}) == 1));
          } else {
            std::optional<long> expected;
            for (const auto* each : c->order()) {
              const auto found = model.find({each, name});
              if (found == model.end()) continue;
              expected = found->second;
              break;
            }
            RC_ASSERT(with.lookup(c, name) == expected);
          }
        }
      },
      100);
}
TEST(a_class, does_what_a_search_through_its_bases_does) { does_what_a_search_does<few>(); }
TEST(a_class, does_so_where_versions_have_run_out) { does_what_a_search_does<few_versions>(); }

// Numbers only grow, and so do those that are found.
TEST(a_class, is_looked_up_while_it_changes) {
  classes<few> with;
  auto* const base = with.make();
  auto* const sub = with.make({base});
  with.set(base, 1, 0);
  std::atomic<bool> is_over{false};
  const auto look = [&](std::uint32_t which) {
    interp::grace_periods::member here(with.grace, which);
    long last = 0;
    while (!is_over) {
      auto* const found = static_cast<classes<few>::int_object*>(sub->lookup(1));
      const long value = found->value;
      interp::decref(with.rt, *found);
      EXPECT_GE(value, last);
      last = value;
      here.quiescent();
    }
  };
  sync::parallel(
      [&] {
        interp::grace_periods::member here(with.grace, 0);
        for (long i = 1; i <= 20'000; ++i) {
          auto* const v = sync::make_at<classes<few>::int_object>(sync::site::current(), i);
          base->set(1, *v);
          interp::decref(with.rt, *v);
          here.quiescent();
        }
        is_over = true;
      },
      [&] { look(1); }, [&] { look(2); });
  auto* const found = static_cast<classes<few>::int_object*>(sub->lookup(1));
  EXPECT_EQ(found->value, 20'000);
  interp::decref(with.rt, *found);
}

}  // namespace
