// One thread: an ordered dict does what a list of pairs does, and its dict and its order agree.
#include "interp_core/ordered_dict/ordered_dict.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <list>
#include <utility>
#include <vector>

#include "interp_core/ordered_dict/ordered_dict_iterator.hpp"
#include "interp_core/small_int.hpp"
#include "tests/support/property.hpp"

namespace {

using interp::error;
using entry = interp::ordered_dict_entry;
using pairs = std::list<std::pair<long, long>>;

struct step {
  entry what;
  long key, value;
  bool to_the_front;

  friend std::ostream& operator<<(std::ostream& out, const step& s) {
    return out << interp::to_string(s.what) << "(" << s.key << ", " << s.value << ", "
               << s.to_the_front << ")";
  }
};

// An ordered dict of small integers beside a std::list; each step is done to both.
template <class Policies>
class driven {
 public:
  using dict = interp::ordered_dict<Policies>;
  using count = typename Policies::count;
  using end = typename dict::end;
  using int_object = interp::small_int<count>;

  ~driven() { interp::decref(rt_, *dict_); }

  void apply(const step& s) {
    int_object *const key = ints_.get(s.key), *const value = ints_.get(s.value);
    const auto there =
        std::find_if(model_.begin(), model_.end(), [&](auto& p) { return p.first == s.key; });
    const bool is_there = there != model_.end();
    const error missing = is_there ? error::none : error::key_error;
    switch (s.what) {
      case entry::get: {
        const auto found = dict_->get(rt_, *key);
        RC_ASSERT((found.value != nullptr) == is_there);
        if (is_there) RC_ASSERT(dropped(found.value) == there->second);
        break;
      }
      case entry::set:
        RC_ASSERT(dict_->set(rt_, *key, *value) == error::none);
        if (is_there) {
          there->second = s.value;
        } else {
          model_.emplace_back(s.key, s.value);
        }
        break;
      case entry::del:
        RC_ASSERT(dict_->del(rt_, *key) == missing);
        if (is_there) model_.erase(there);
        break;
      case entry::contains:
        RC_ASSERT(dict_->contains(rt_, *key).value == is_there);
        break;
      case entry::move_to_end:
        RC_ASSERT(dict_->move_to_end(rt_, *key, s.to_the_front ? end::first : end::last) ==
                  missing);
        if (is_there) model_.splice(s.to_the_front ? model_.begin() : model_.end(), model_, there);
        break;
      case entry::popitem:
        popitem(s.to_the_front);
        break;
      case entry::clear:
        dict_->clear(rt_);
        model_.clear();
        break;
      case entry::len:
      case entry::iterate:
      case entry::next:
        RC_ASSERT(dict_->len(rt_) == model_.size());
        break;
    }
    interp::decref(rt_, *key);
    interp::decref(rt_, *value);
    RC_ASSERT(dict_->is_whole(rt_));
    RC_ASSERT(items() == model_);
  }

  void check_references() {
    std::vector<long> held(64, 2);  // the table's own, and ours
    for (const auto& [key, value] : model_) {
      held[static_cast<std::size_t>(key)] += 2;  // the dict's, and the node's
      ++held[static_cast<std::size_t>(value)];
    }
    for (long v = 0; v < 64; ++v) {
      int_object* const n = ints_.get(v);
      RC_ASSERT(n->refcount.value() == held[static_cast<std::size_t>(v)]);
      interp::decref(rt_, *n);
    }
  }

 private:
  long dropped(interp::object<count>* o) {
    const long value = static_cast<int_object*>(o)->value;
    interp::decref(rt_, *o);
    return value;
  }
  void popitem(bool first) {
    const auto taken = dict_->popitem(rt_, first ? end::first : end::last);
    RC_ASSERT(taken.ok() == !model_.empty());
    if (!taken.ok()) return;
    const auto expected = first ? model_.front() : model_.back();
    RC_ASSERT(dropped(taken.value.key) == expected.first);
    RC_ASSERT(dropped(taken.value.value) == expected.second);
    if (first) {
      model_.pop_front();
    } else {
      model_.pop_back();
    }
  }
  pairs items() {
    auto* const it = dict_->iterate(rt_).value;
    pairs all;
    for (auto next = it->next(rt_); next.value.key != nullptr; next = it->next(rt_)) {
      const long key = dropped(next.value.key);
      all.emplace_back(key, dropped(next.value.value));
    }
    interp::decref(rt_, *it);
    return all;
  }

  interp::runtime rt_;
  interp::small_int_table<count, 0, 64> ints_{rt_};
  dict* dict_ = dict::create();
  pairs model_;
};

template <class Policies>
class ordered_dict_with : public testing::Test {};
struct assumed : interp::ordered_dict_policies {
  using locking = interp::locking::assumed;
};
struct in_sections : interp::ordered_dict_policies {
  using locking = interp::locking::critical_sections;
};
using all = testing::Types<interp::ordered_dict_policies_with_gil, interp::ordered_dict_policies,
                           assumed, in_sections>;
TYPED_TEST_SUITE(ordered_dict_with, all);

TYPED_TEST(ordered_dict_with, does_what_a_list_of_pairs_does) {
  const auto steps =
      rc::gen::map(rc::gen::tuple(rc::gen::weightedElement<entry>({{4, entry::get},
                                                                   {12, entry::set},
                                                                   {5, entry::del},
                                                                   {3, entry::contains},
                                                                   {8, entry::move_to_end},
                                                                   {3, entry::popitem},
                                                                   {1, entry::len},
                                                                   {1, entry::clear}}),
                                  rc::gen::inRange<long>(0, 16), rc::gen::inRange<long>(20, 40),
                                  rc::gen::arbitrary<bool>()),
                   [](const std::tuple<entry, long, long, bool>& drawn) {
                     const auto& [what, key, value, to_the_front] = drawn;
                     return step{what, key, value, to_the_front};
                   });
  suture::testing::check_property(
      [&steps] {
        const auto program = *rc::gen::container<std::vector<step>>(120, steps);
        driven<TypeParam> both;
        for (const step& s : program) both.apply(s);
        both.check_references();
      },
      60);
}

using plain_dict = interp::ordered_dict<interp::ordered_dict_policies_with_gil>;
using plain_int = interp::small_int<plain_dict::count>;

TEST(ordered_dict, tells_its_iterators_of_another_order) {
  interp::runtime rt;
  plain_dict* const d = plain_dict::create();
  plain_int* ints[2] = {sync::make<plain_int>(0), sync::make<plain_int>(1)};
  for (plain_int* const i : ints) EXPECT_EQ(d->set(rt, *i, *i), error::none);
  auto* const it = d->iterate(rt).value;
  EXPECT_EQ(d->set(rt, *ints[0], *ints[1]), error::none);
  const auto first = it->next(rt);
  EXPECT_EQ(first.value.key, ints[0]) << "another value is no other order";
  interp::decref(rt, *first.value.key);
  interp::decref(rt, *first.value.value);
  EXPECT_EQ(d->move_to_end(rt, *ints[0]), error::none);
  EXPECT_EQ(it->next(rt).what, error::runtime_error);
  EXPECT_EQ(it->next(rt).what, error::runtime_error) << "and it stays so";
  EXPECT_EQ(d->set(rt, *d, *d), error::type_error) << "no hash, and nothing is left of it";
  EXPECT_EQ(d->refcount.value(), 2);  // ours and the iterator's
  interp::decref(rt, *it);
  interp::decref(rt, *d);
  for (plain_int* const i : ints) {
    EXPECT_EQ(i->refcount.value(), 1);
    interp::decref(rt, *i);
  }
}

}  // namespace
