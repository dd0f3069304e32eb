// One thread: a list does what a std::vector does, under every lock policy, and keeps its counts.
#include "interp_core/list/list.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "interp_core/small_int.hpp"
#include "tests/interp_core/list/list_programs.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::list_entry;
using interp_test::list_outcome;
using interp_test::list_step;

template <class Locking>
struct with_locking : interp::list_policies {
  using locking = Locking;
};

constexpr long values = 8;

// A list of small integers, driven by steps.
template <class Policies>
class driven_list {
 public:
  using list = interp::list<Policies>;
  using count = typename Policies::count;

  ~driven_list() { interp::decref(rt_, *list_); }

  list_outcome apply(const list_step& s) {
    const auto value = owned(s.value);
    switch (s.entry) {
      case list_entry::get:
        return shown(list_->get(rt_, s.i));
      case list_entry::set:
        return {list_->set(rt_, s.i, *value.o)};
      case list_entry::append:
        return {list_->append(rt_, *value.o)};
      case list_entry::insert:
        return {list_->insert(rt_, s.i, *value.o)};
      case list_entry::pop:
        return shown(list_->pop(rt_, s.i));
      case list_entry::extend:
        if (list_->len(rt_) > 40) return {};
        return {list_->extend(rt_, *list_)};
      case list_entry::remove:
        return {list_->remove(rt_, *value.o)};
      case list_entry::index: {
        const auto at = list_->index(rt_, *value.o);
        if (!at.ok()) return {at.what};
        return {at.what, static_cast<long>(at.value), {}};
      }
      case list_entry::contains:
        return {interp::error::none, long{list_->contains(rt_, *value.o).value}, {}};
      case list_entry::len:
        return {interp::error::none, static_cast<long>(list_->len(rt_)), {}};
      case list_entry::clear:
        list_->clear(rt_);
        return {};
      case list_entry::reverse:
        list_->reverse(rt_);
        return {};
      case list_entry::sort:
        return {list_->sort(rt_)};
      case list_entry::slice:
        return shown(list_->slice(rt_, s.i, s.j));
      case list_entry::copy:
        return shown(list_->copy(rt_));
    }
    return {};
  }

  std::vector<long> items() { return items_of(*list_); }
  std::size_t allocated() const { return list_->allocated(); }

  // References to the integer of that value beyond the table's own.
  long references(long value) {
    const auto ours = owned(value);
    return static_cast<long>(ours.o->refcount.value()) - 2;
  }

 private:
  using int_object = interp::small_int<count>;

  struct reference {
    reference(interp::runtime& r, int_object* i) : rt(r), o(i) {}
    ~reference() { interp::decref(rt, *o); }
    reference(const reference&) = delete;
    interp::runtime& rt;
    int_object* o;
  };
  reference owned(long value) { return {rt_, ints_.get(value)}; }

  static long value_of(interp::object<count>& o) { return static_cast<int_object&>(o).value; }
  static std::vector<long> items_of(list& l) {
    std::vector<long> out;
    l.type->traverse(l, [&out](interp::object<count>& o) { out.push_back(value_of(o)); });
    return out;
  }
  list_outcome shown(interp::result<interp::object<count>*> r) {
    if (!r.ok()) return {r.what};
    const long value = value_of(*r.value);
    interp::decref(rt_, *r.value);
    return {r.what, value, {}};
  }
  list_outcome shown(interp::result<list*> r) {
    if (!r.ok()) return {r.what};
    const auto items = items_of(*r.value);
    interp::decref(rt_, *r.value);
    return {r.what, {}, items};
  }

  interp::runtime rt_;
  interp::small_int_table<count, 0, values> ints_{rt_};
  list* list_ = list::create();
};

rc::Gen<list_step> steps() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::weightedElement<list_entry>({{4, list_entry::get},
                                                           {4, list_entry::set},
                                                           {9, list_entry::append},
                                                           {6, list_entry::insert},
                                                           {6, list_entry::pop},
                                                           {1, list_entry::extend},
                                                           {3, list_entry::remove},
                                                           {3, list_entry::index},
                                                           {3, list_entry::contains},
                                                           {3, list_entry::len},
                                                           {1, list_entry::clear},
                                                           {2, list_entry::reverse},
                                                           {1, list_entry::sort},
                                                           {2, list_entry::slice},
                                                           {1, list_entry::copy}}),
                     rc::gen::inRange<long>(0, values), rc::gen::inRange<std::ptrdiff_t>(-12, 12),
                     rc::gen::inRange<std::ptrdiff_t>(-12, 12)),
      [](const std::tuple<list_entry, long, std::ptrdiff_t, std::ptrdiff_t>& drawn) {
        const auto& [entry, value, i, j] = drawn;
        return list_step{entry, value, i, j};
      });
}

template <class Policies>
class list_with : public testing::Test {};
using all =
    testing::Types<interp::list_policies_with_gil, interp::list_policies,
                   with_locking<interp::locking::assumed>, with_locking<interp::locking::one_gil>,
                   with_locking<interp::locking::critical_sections>>;
TYPED_TEST_SUITE(list_with, all);

constexpr int programs = 250, length = 420;  // 105,000 operations for each policy

TYPED_TEST(list_with, does_what_a_vector_does) {
  std::size_t operations = 0;
  suture::testing::check_property(
      [&operations] {
        const auto program = *rc::gen::container<std::vector<list_step>>(length, steps());
        driven_list<TypeParam> real;
        interp_test::vector_list model;
        for (const list_step& s : program) {
          const list_outcome expected = model.apply(s);
          RC_ASSERT(real.apply(s) == expected);
          RC_ASSERT(real.items() == model.items());
          ++operations;
        }
        for (long v = 0; v < values; ++v)
          RC_ASSERT(real.references(v) ==
                    std::count(model.items().begin(), model.items().end(), v));
      },
      programs);
  EXPECT_GE(operations, 100'000U);
}

// The growth pattern that listobject.c gives: 0, 4, 8, 16, 24, 32, 40, 52, 64, 76, …
TEST(list, makes_room_as_cpython_does) {
  using list = interp::list<interp::list_policies_with_gil>;
  interp::runtime rt;
  list* l = list::create();
  auto* one = sync::make<interp::small_int<list::count>>(1);
  std::vector<std::size_t> rooms{l->allocated()};
  for (int i = 0; i < 76; ++i) {
    EXPECT_EQ(l->append(rt, *one), interp::error::none);
    if (l->allocated() != rooms.back()) rooms.push_back(l->allocated());
  }
  EXPECT_EQ(rooms, (std::vector<std::size_t>{0, 4, 8, 16, 24, 32, 40, 52, 64, 76}));
  // Less than half full: it shrinks to what that many items would have got.
  for (int i = 0; i < 39; ++i) interp::decref(rt, *l->pop(rt).value);
  EXPECT_EQ(l->allocated(), 44U);
  l->clear(rt);
  EXPECT_EQ(l->allocated(), 0U);
  interp::decref(rt, *l);
  interp::decref(rt, *one);
}

}  // namespace
