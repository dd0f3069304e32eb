// All count policies at once: with one thread they are the same, the mutants included.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "interp_core/object.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/buffered.hpp"
#include "interp_core/refcount/coalesced.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "interp_core/refcount/mutex.hpp"
#include "interp_core/refcount/plain.hpp"
#include "interp_core/refcount/split.hpp"

namespace {

namespace refcount = interp::refcount;

template <class Count>
struct counted : interp::object<Count> {
  explicit counted(int& deaths_) : interp::object<Count>(this_type), deaths(deaths_) {}

  int& deaths;

  static void dealloc(interp::runtime&, interp::object<Count>* o) {
    auto* self = static_cast<counted*>(o);
    ++self->deaths;
    sync::destroy(self);
  }
  static constexpr interp::type_object<Count> this_type{"counted", dealloc};
};

template <class Count>
class refcount_with : public testing::Test {
 protected:
  interp::runtime rt;
  interp::count_domain<Count> counts{rt};
  interp::count_member<Count> here{counts};
  int deaths = 0;
};

using all = testing::Types<refcount::plain, refcount::mutex, refcount::atomic, refcount::relaxed,
                           refcount::split, refcount::immortal, refcount::biased,
                           refcount::buffered, refcount::coalesced>;
TYPED_TEST_SUITE(refcount_with, all);

TYPED_TEST(refcount_with, starts_at_one) {
  auto* o = sync::make<counted<TypeParam>>(this->deaths);
  EXPECT_EQ(o->refcount.value(), 1);
  EXPECT_STREQ(o->type->name, "counted");
  interp::decref(this->rt, *o);
  this->counts.settle();
  EXPECT_EQ(this->deaths, 1);
}

// Any sequence that takes before it drops: the count is what a plain number says, and the object
// dies with the last reference, once.
TYPED_TEST(refcount_with, counts_like_a_number) {
  EXPECT_TRUE(rc::check("counts like a number", [this](const std::vector<bool>& steps) {
    this->deaths = 0;
    auto* o = sync::make<counted<TypeParam>>(this->deaths);
    std::int64_t references = 1;
    for (const bool take : steps) {
      if (take) {
        interp::incref(this->rt, *o);
        ++references;
      } else if (references > 1) {
        interp::decref(this->rt, *o);
        --references;
      }
      this->counts.settle();
      RC_ASSERT(o->refcount.value() == references);
    }
    for (; references > 0; --references) {
      RC_ASSERT(this->deaths == 0);
      interp::decref(this->rt, *o);
      this->counts.settle();
    }
    RC_ASSERT(this->deaths == 1);
  }));
}

template <class Count>
class refcount_between_threads : public refcount_with<Count> {};
using sound = testing::Types<refcount::mutex, refcount::atomic, refcount::immortal,
                             refcount::biased, refcount::buffered, refcount::coalesced>;
TYPED_TEST_SUITE(refcount_between_threads, sound);

TYPED_TEST(refcount_between_threads, is_balanced_and_frees_once) {
  constexpr int rounds = 20'000;
  auto* o = sync::make<counted<TypeParam>>(this->deaths);
  auto work = [&] {
    interp::count_member<TypeParam> member(this->counts);
    for (int i = 0; i < rounds; ++i) {
      interp::incref(this->rt, *o);
      member.safepoint();
    }
    for (int i = 0; i < rounds; ++i) {
      interp::decref(this->rt, *o);
      member.safepoint();
    }
    interp::decref(this->rt, *o);
  };
  interp::incref(this->rt, *o);
  sync::parallel(work, work);
  this->counts.settle();
  EXPECT_EQ(this->deaths, 1);
}

}  // namespace
