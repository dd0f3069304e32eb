// One thread: a dict does what an ordered table does, under every lock policy, and keeps its
// counts.
#include "interp_core/dict/dict.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <map>

#include "interp_core/dict/dict_iterator.hpp"
#include "interp_core/small_int.hpp"
#include "tests/interp_core/dict/dict_programs.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::dict_entry;
using interp_test::dict_outcome;
using interp_test::dict_step;
using interp_test::pairs;

template <class Locking>
struct with_locking : interp::dict_policies {
  using locking = Locking;
};

// Many that meet in a small table, and one whose hash is not itself.
constexpr std::array<long, 20> keys{-1, 0,  1,  2,  3,  4,  5,  8,  9,   10,
                                    16, 17, 24, 32, 33, 40, 64, 72, 128, 256};

// A dict of small integers, driven by steps.
template <class Policies>
class driven_dict {
 public:
  using dict = interp::dict<Policies>;
  using count = typename Policies::count;
  using item = interp::object<count>;

  ~driven_dict() { interp::decref(rt_, *dict_); }

  dict_outcome apply(const dict_step& s) {
    const owned key(*this, s.key), value(*this, s.value);
    switch (s.entry) {
      case dict_entry::get:
        return shown(dict_->get(rt_, *key.o));
      case dict_entry::set:
        return {dict_->set(rt_, *key.o, *value.o)};
      case dict_entry::setdefault:
        return shown(dict_->setdefault(rt_, *key.o, *value.o));
      case dict_entry::del:
        return {dict_->del(rt_, *key.o)};
      case dict_entry::pop:
        return shown(dict_->pop(rt_, *key.o));
      case dict_entry::popitem: {
        const auto taken = dict_->popitem(rt_);
        if (!taken.ok()) return {taken.what};
        return {{}, {}, {dropped(taken.value)}};
      }
      case dict_entry::contains:
        return {interp::error::none, long{dict_->contains(rt_, *key.o).value}, {}};
      case dict_entry::len:
        return {interp::error::none, static_cast<long>(dict_->len(rt_)), {}};
      case dict_entry::clear:
        dict_->clear(rt_);
        return {};
      case dict_entry::update:
        return update(s.other);
      case dict_entry::copy: {
        const auto fresh = dict_->copy(rt_);
        if (!fresh.ok()) return {fresh.what};
        const pairs held = items_of(*fresh.value);
        interp::decref(rt_, *fresh.value);
        return {{}, {}, held};
      }
      case dict_entry::iterate:
      case dict_entry::next:
        return iterate();
    }
    return {};
  }

  pairs items() { return items_of(*dict_); }
  std::size_t table_size() const { return dict_->table_size(); }

  // References to the integer of that value beyond the table's own.
  long references(long value) {
    const owned ours(*this, value);
    return static_cast<long>(ours.o->refcount.value()) - 2;
  }

 private:
  using int_object = interp::small_int<count>;

  struct owned {
    owned(driven_dict& d, long value) : rt(d.rt_), o(d.ints_.get(value)) {}
    ~owned() { interp::decref(rt, *o); }
    owned(const owned&) = delete;
    interp::runtime& rt;
    int_object* o;
  };

  static long value_of(item& o) { return static_cast<int_object&>(o).value; }
  static pairs items_of(dict& d) {
    std::vector<long> flat;
    d.type->traverse(d, [&flat](item& o) { flat.push_back(value_of(o)); });
    pairs out;
    for (std::size_t i = 0; i < flat.size(); i += 2) out.emplace_back(flat[i], flat[i + 1]);
    return out;
  }
  std::pair<long, long> dropped(typename dict::pair p) {
    const std::pair<long, long> values{value_of(*p.key), value_of(*p.value)};
    interp::decref(rt_, *p.key);
    interp::decref(rt_, *p.value);
    return values;
  }
  dict_outcome shown(interp::result<item*> r) {
    if (!r.ok() || r.value == nullptr) return {r.what};
    const long value = value_of(*r.value);
    interp::decref(rt_, *r.value);
    return {r.what, value, {}};
  }
  dict_outcome update(const pairs& with) {
    dict* other = dict::create();
    for (const auto& [k, v] : with) {
      const owned key(*this, k), value(*this, v);
      static_cast<void>(other->set(rt_, *key.o, *value.o));
    }
    const dict_outcome done{dict_->update(rt_, *other)};
    interp::decref(rt_, *other);
    return done;
  }
  dict_outcome iterate() {
    auto* const it = dict_->iterate(rt_).value;
    dict_outcome seen;
    for (;;) {
      const auto next = it->next(rt_);
      seen.what = next.what;
      if (!next.ok() || next.value.key == nullptr) break;
      seen.whole.push_back(dropped(next.value));
    }
    interp::decref(rt_, *it);
    return seen;
  }

  interp::runtime rt_;
  interp::small_int_table<count, -1, 258> ints_{rt_};
  dict* dict_ = dict::create();
};

rc::Gen<dict_step> steps() {
  const auto key = rc::gen::elementOf(keys);
  const auto value = rc::gen::inRange<long>(0, 8);
  return rc::gen::mapcat(rc::gen::weightedElement<dict_entry>({{6, dict_entry::get},
                                                               {16, dict_entry::set},
                                                               {4, dict_entry::setdefault},
                                                               {7, dict_entry::del},
                                                               {4, dict_entry::pop},
                                                               {3, dict_entry::popitem},
                                                               {4, dict_entry::contains},
                                                               {2, dict_entry::len},
                                                               {1, dict_entry::clear},
                                                               {1, dict_entry::update},
                                                               {1, dict_entry::copy},
                                                               {1, dict_entry::iterate}}),
                         [key, value](dict_entry entry) {
                           const auto others =
                               entry == dict_entry::update
                                   ? rc::gen::container<pairs>(7, rc::gen::pair(key, value))
                                   : rc::gen::just(pairs{});
                           return rc::gen::map(rc::gen::tuple(key, value, others),
                                               [entry](const std::tuple<long, long, pairs>& drawn) {
                                                 const auto& [k, v, other] = drawn;
                                                 return dict_step{entry, k, v, other};
                                               });
                         });
}

template <class Policies>
class dict_with : public testing::Test {};
using all =
    testing::Types<interp::dict_policies_with_gil, interp::dict_policies,
                   with_locking<interp::locking::assumed>, with_locking<interp::locking::one_gil>,
                   with_locking<interp::locking::critical_sections>>;
TYPED_TEST_SUITE(dict_with, all);

constexpr int programs = 250, length = 420;  // 105,000 operations for each policy

TYPED_TEST(dict_with, does_what_an_ordered_table_does) {
  std::size_t operations = 0;
  suture::testing::check_property(
      [&operations] {
        const auto program = *rc::gen::container<std::vector<dict_step>>(length, steps());
        driven_dict<TypeParam> real;
        interp_test::ordered_pairs model;
        for (const dict_step& s : program) {
          const dict_outcome expected = model.apply(s);
          RC_ASSERT(real.apply(s) == expected);
          RC_ASSERT(real.items() == model.items());
          ++operations;
        }
        std::map<long, long> held;
        for (const auto& [key, value] : model.items()) {
          ++held[key];
          ++held[value];
        }
        for (const long key : keys) RC_ASSERT(real.references(key) == held[key]);
        for (long v = 0; v < 8; ++v) RC_ASSERT(real.references(v) == held[v]);
      },
      programs);
  EXPECT_GE(operations, 100'000U);
}

using plain_dict = interp::dict<interp::dict_policies_with_gil>;
using plain_int = interp::small_int<plain_dict::count>;

// The sizes that dictobject.c gives: three times what a full table holds, rounded up to a power.
TEST(dict, grows_and_shrinks_as_cpython_does) {
  interp::runtime rt;
  plain_dict* d = plain_dict::create();
  std::vector<plain_int*> ints;
  std::vector<std::pair<std::size_t, std::size_t>> sizes;  // table, and how many it held then
  auto set = [&](std::size_t i) {
    EXPECT_EQ(d->set(rt, *ints[i], *ints[i]), interp::error::none);
    if (sizes.empty() || d->table_size() != sizes.back().first)
      sizes.emplace_back(d->table_size(), d->len(rt));
  };
  for (long i = 0; i < 400; ++i) ints.push_back(sync::make<plain_int>(i));
  EXPECT_EQ(d->table_size(), 0U);
  for (std::size_t i = 0; i < 100; ++i) set(i);
  EXPECT_EQ(sizes, (std::vector<std::pair<std::size_t, std::size_t>>{
                       {8, 1}, {16, 6}, {32, 11}, {64, 22}, {128, 43}, {256, 86}}));
  // Deleting shrinks nothing; the next time it is full, it grows to three times what is left.
  for (std::size_t i = 0; i < 95; ++i) EXPECT_EQ(d->del(rt, *ints[i]), interp::error::none);
  EXPECT_EQ(d->table_size(), 256U);
  sizes.clear();
  for (std::size_t i = 100; i < 171; ++i) {
    EXPECT_EQ(d->del(rt, *ints[i - 5]), interp::error::none);
    set(i);
  }
  EXPECT_EQ(sizes.back(), (std::pair<std::size_t, std::size_t>{16, 5}));
  interp::decref(rt, *d);
  for (plain_int* i : ints) interp::decref(rt, *i);
}

// Tables whose slots have 16 and 32 bits.
TEST(dict, finds_all_of_many_keys) {
  constexpr long many = 50'000;
  interp::runtime rt;
  plain_dict* d = plain_dict::create();
  std::vector<plain_int*> ints;
  for (long i = 0; i < many; ++i) {
    ints.push_back(sync::make<plain_int>(i * 7919));
    ASSERT_EQ(d->set(rt, *ints.back(), *ints.back()), interp::error::none);
  }
  EXPECT_EQ(d->table_size(), 131'072U);
  for (plain_int* key : ints) {
    const auto found = d->get(rt, *key);
    ASSERT_EQ(found.value, key);
    interp::decref(rt, *key);
  }
  for (plain_int* key : ints) ASSERT_EQ(d->del(rt, *key), interp::error::none);
  EXPECT_EQ(d->len(rt), 0U);
  interp::decref(rt, *d);
  for (plain_int* i : ints) interp::decref(rt, *i);
}

TEST(dict, tells_its_iterators_of_another_size) {
  interp::runtime rt;
  plain_dict* d = plain_dict::create();
  auto* one = sync::make<plain_int>(1);
  auto* two = sync::make<plain_int>(2);
  EXPECT_EQ(d->set(rt, *one, *one), interp::error::none);
  auto* it = d->iterate(rt).value;
  EXPECT_EQ(d->set(rt, *two, *two), interp::error::none);
  EXPECT_EQ(it->next(rt).what, interp::error::runtime_error);
  EXPECT_EQ(d->del(rt, *two), interp::error::none);
  EXPECT_EQ(it->next(rt).what, interp::error::runtime_error) << "and it stays so";
  interp::decref(rt, *it);
  interp::decref(rt, *d);
  interp::decref(rt, *one);
  interp::decref(rt, *two);
}

TEST(dict, refuses_a_key_without_a_hash) {
  interp::runtime rt;
  plain_dict* d = plain_dict::create();
  EXPECT_EQ(d->set(rt, *d, *d), interp::error::type_error);
  EXPECT_EQ(d->get(rt, *d).what, interp::error::type_error);
  EXPECT_EQ(d->refcount.value(), 1);
  interp::decref(rt, *d);
}

}  // namespace
