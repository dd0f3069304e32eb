// Weak references in one thread, and under real threads.
#include "interp_core/weakref/weakref.hpp"

#include <gtest/gtest.h>

#include <string>

#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/immortal.hpp"

namespace {

namespace refcount = interp::refcount;

template <class Count>
struct policies : interp::weakref_policies {
  using count = Count;
};

template <class Policies>
struct found_object : interp::referable<Policies> {
  using base = interp::referable<Policies>;
  found_object(interp::weakref_locks<Policies>& locks, int& deaths_)
      : base(this_type, locks), deaths(deaths_) {}

  int& deaths;

 private:
  using item = interp::object<typename Policies::count>;
  static void dealloc(interp::runtime& rt, item* o) {
    auto* self = static_cast<found_object*>(o);
    self->weakrefs().clear(rt);
    ++self->deaths;
    sync::destroy(self);
  }
  static constexpr interp::type_object<typename Policies::count> this_type{"found", dealloc};
};

template <class Count>
using weakref_with = interp::weakref<policies<Count>>;

template <class Count>
class a_weakref : public testing::Test {
 protected:
  using all = policies<Count>;
  using object = found_object<all>;

  object* make() { return sync::make_at<object>(sync::site::current(), locks, deaths); }

  interp::runtime rt;
  interp::count_domain<Count> counts{rt};
  interp::count_member<Count> here{counts};
  interp::weakref_locks<all> locks;
  int deaths = 0;
};
using counts_that_can_be_tried =
    testing::Types<refcount::tryable, refcount::immortal, refcount::biased>;
TYPED_TEST_SUITE(a_weakref, counts_that_can_be_tried);

TYPED_TEST(a_weakref, finds_its_object_and_does_not_keep_it) {
  using weakref = weakref_with<TypeParam>;
  auto* const o = this->make();
  auto* const ref = weakref::make(this->rt, *o);
  EXPECT_EQ(o->refcount.value(), 1);
  EXPECT_EQ(ref->get(this->rt), o);
  EXPECT_EQ(o->refcount.value(), 2) << "a new reference";
  interp::decref(this->rt, *o);
  interp::decref(this->rt, *o);
  EXPECT_EQ(this->deaths, 1);
  EXPECT_EQ(ref->get(this->rt), nullptr);
  interp::decref(this->rt, *ref);
}

TYPED_TEST(a_weakref, is_shared_where_it_has_no_callback) {
  using weakref = weakref_with<TypeParam>;
  auto* const o = this->make();
  auto* const first = weakref::make(this->rt, *o);
  const auto nothing = [](interp::runtime&, weakref&) {};
  auto* const called = weakref::make(*o, weakref::calling(nothing));
  auto* const other = weakref::make(*o, weakref::calling(nothing));
  EXPECT_EQ(weakref::make(this->rt, *o), first);
  EXPECT_EQ(first->refcount.value(), 2);
  EXPECT_NE(called, first);
  EXPECT_NE(called, other);
  EXPECT_FALSE(first->has_callback());
  EXPECT_TRUE(called->has_callback());
  EXPECT_EQ(o->weakrefs().size(), 3U);
  interp::decref(this->rt, *first);
  interp::decref(this->rt, *first);
  EXPECT_EQ(o->weakrefs().size(), 2U);
  auto* const next = weakref::make(this->rt, *o);
  EXPECT_EQ(weakref::make(this->rt, *o), next) << "a new one is the first again";
  for (weakref* ref : {next, next, other, called}) interp::decref(this->rt, *ref);
  EXPECT_EQ(o->weakrefs().size(), 0U);
  interp::decref(this->rt, *o);
  EXPECT_EQ(this->deaths, 1);
}

TYPED_TEST(a_weakref, is_called_once_the_newest_first_when_its_object_has_ended) {
  using weakref = weakref_with<TypeParam>;
  auto* const o = this->make();
  std::string calls;
  const auto called = [&](const char* name) {
    return [&calls, name, this](interp::runtime& to, weakref& ref) {
      EXPECT_EQ(ref.get(to), nullptr);
      EXPECT_EQ(this->deaths, 0) << "the object is still there";
      calls += name;
    };
  };
  const auto call_a = called("a"), call_b = called("b"), call_gone = called("gone");
  auto* const a = weakref::make(*o, weakref::calling(call_a));
  auto* const b = weakref::make(*o, weakref::calling(call_b));
  auto* const plain = weakref::make(this->rt, *o);
  auto* const gone = weakref::make(*o, weakref::calling(call_gone));
  interp::decref(this->rt, *gone);
  interp::decref(this->rt, *o);
  EXPECT_EQ(calls, "ba");
  for (weakref* ref : {a, b, plain}) {
    EXPECT_EQ(ref->refcount.value(), 1);
    interp::decref(this->rt, *ref);
  }
  EXPECT_EQ(calls, "ba");
}

// A callback may make and drop weak references, and end other objects.
TYPED_TEST(a_weakref, may_do_anything_in_its_callback) {
  using weakref = weakref_with<TypeParam>;
  auto* const first = this->make();
  auto* const second = this->make();
  int calls = 0;
  const auto count = [&](interp::runtime&, weakref&) { ++calls; };
  const auto end_second = [&](interp::runtime& to, weakref&) {
    ++calls;
    interp::decref(to, *weakref::make(to, *second));
    interp::decref(to, *second);
  };
  auto* const of_second = weakref::make(*second, weakref::calling(count));
  auto* const of_first = weakref::make(*first, weakref::calling(end_second));
  interp::decref(this->rt, *first);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(this->deaths, 2);
  interp::decref(this->rt, *of_first);
  interp::decref(this->rt, *of_second);
}

TYPED_TEST(a_weakref, is_followed_by_many_threads_while_its_object_ends) {
  using weakref = weakref_with<TypeParam>;
  for (int round = 0; round < 200; ++round) {
    auto* const o = this->make();
    auto* const ref = weakref::make(this->rt, *o);
    const auto follow = [&] {
      interp::count_member<TypeParam> member(this->counts);
      for (int i = 0; i < 100; ++i) {
        auto* const found = static_cast<typename TestFixture::object*>(ref->get(this->rt));
        if (found == nullptr) break;
        auto* const same = weakref::make(this->rt, *found);
        EXPECT_EQ(same, ref);
        interp::decref(this->rt, *same);
        interp::decref(this->rt, *found);
        member.safepoint();
      }
    };
    sync::thread one(follow), two(follow);
    interp::decref(this->rt, *o);
    this->here.safepoint();
    one.join();
    two.join();
    this->counts.settle();
    EXPECT_EQ(ref->get(this->rt), nullptr);
    interp::decref(this->rt, *ref);
    this->counts.settle();
    ASSERT_EQ(this->deaths, round + 1);
  }
}

// With the mark a biased count can be tried by others from the start, and ends all the same.
TEST(a_biased_count_that_is_tried, is_known_to_live_by_others_than_its_owner) {
  using all = policies<refcount::biased>;
  interp::runtime rt;
  interp::count_domain<refcount::biased> counts(rt);
  interp::count_member<refcount::biased> here(counts);
  interp::weakref_locks<all> locks;
  int deaths = 0;
  auto* const o = sync::make_at<found_object<all>>(sync::site::current(), locks, deaths);
  const auto can_take = [&] {
    bool taken = false;
    sync::thread([&] {
      interp::count_member<refcount::biased> member(counts);
      taken = interp::try_incref(rt, *o);
      if (taken) interp::decref(rt, *o);
    }).join();
    return taken;
  };
  EXPECT_FALSE(can_take());
  interp::expect_tries(*o);
  interp::expect_tries(*o);
  EXPECT_EQ(o->refcount.value(), 1);
  EXPECT_TRUE(can_take());
  EXPECT_EQ(o->refcount.value(), 1);
  sync::thread([&] {
    interp::count_member<refcount::biased> member(counts);
    interp::decref(rt, *o);  // what the owner has counted, with the mark: into its queue
  }).join();
  EXPECT_EQ(deaths, 0);
  here.safepoint();
  EXPECT_EQ(deaths, 1);
}

}  // namespace
