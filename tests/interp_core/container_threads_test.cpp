// Locked containers and freelists under real threads: nothing is lost, and the sanitizers watch.
#include <gtest/gtest.h>

#include "interp_core/dict/dict.hpp"
#include "interp_core/freelist/shared_freelists.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/lock/cpython_sections.hpp"
#include "interp_core/lock/private_lock.hpp"
#include "interp_core/lock/pthread_mutex.hpp"
#include "interp_core/lock/windows_critical_section.hpp"
#include "interp_core/objects/float_number.hpp"
#include "interp_core/small_int.hpp"

namespace {

using interp::error;
constexpr int rounds = 3000;

template <class Locking>
struct list_with : interp::list_policies {
  using locking = Locking;
};
template <class Locking>
struct dict_with : interp::dict_policies {
  using locking = Locking;
};

template <class Locking>
class containers_under : public testing::Test {};
using all = testing::Types<interp::locking::per_object<>, interp::locking::one_gil,
                           interp::locking::assumed, interp::locking::critical_sections,
                           interp::locking::cpython_sections,
                           interp::locking::per_object<interp::private_lock>,
                           interp::locking::per_object<interp::windows_critical_section>,
                           interp::locking::per_object<interp::pthread_recursive_lock>>;
TYPED_TEST_SUITE(containers_under, all);

TYPED_TEST(containers_under, threads_lose_no_item_of_a_list) {
  using list = interp::list<list_with<TypeParam>>;
  interp::runtime rt;
  const interp::thread_sections sections(rt);  // for those who need it
  list* l = list::create();
  auto* one = sync::make<interp::small_int<typename list::count>>(1);
  auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      EXPECT_EQ(l->append(rt, *one), error::none);
      EXPECT_EQ(l->insert(rt, 0, *one), error::none);
      const auto seen = l->get(rt, -1);
      EXPECT_TRUE(seen.ok());
      interp::decref(rt, *seen.value);
      interp::decref(rt, *l->pop(rt, 0).value);
    }
  };
  sync::parallel(work, work, work);
  EXPECT_EQ(l->len(rt), 3U * rounds);
  EXPECT_EQ(one->refcount.value(), 3 * rounds + 1);
  interp::decref(rt, *l);
  interp::decref(rt, *one);
}

TYPED_TEST(containers_under, threads_lose_no_key_of_two_dicts) {
  using dict = interp::dict<dict_with<TypeParam>>;
  using int_object = interp::small_int<typename dict::count>;
  interp::runtime rt;
  const interp::thread_sections sections(rt);
  dict* a = dict::create();
  dict* b = dict::create();
  auto work = [&](dict& to, dict& from, long first) {
    for (long k = first; k < first + 300; ++k) {
      auto* key = sync::make<int_object>(k);
      EXPECT_EQ(to.set(rt, *key, *key), error::none);
      if (k % 50 == 0) {
        EXPECT_EQ(to.update(rt, from), error::none);
      }
      interp::decref(rt, *key);
    }
  };
  sync::parallel([&] { work(*a, *b, 0); }, [&] { work(*b, *a, 1000); });
  EXPECT_EQ(a->update(rt, *b), error::none);
  EXPECT_EQ(a->len(rt), 600U);
  interp::decref(rt, *a);
  interp::decref(rt, *b);
}

template <class Use>
void make_and_drop_floats(interp::runtime& rt, Use use) {
  auto work = [&] {
    use([&rt] {
      for (int i = 0; i < rounds; ++i) {
        using number = interp::float_number<interp::refcount::atomic>;
        auto* first = number::create(rt, i);
        auto* second = number::create(rt, -i);
        EXPECT_EQ(first->value, -second->value);
        interp::decref(rt, *first);
        interp::decref(rt, *second);
      }
    });
  };
  sync::parallel(work, work, work);
}

TEST(freelists_under, threads_hand_out_no_block_twice) {
  interp::runtime rt;
  interp::shared_freelists<interp::locking::per_object<>> lists(rt);
  make_and_drop_floats(rt, [](auto work) { work(); });
}

TEST(freelists_under, threads_have_lists_of_their_own) {
  interp::runtime rt;
  interp::thread_freelists lists(rt);
  make_and_drop_floats(rt, [&lists](auto work) {
    const interp::thread_freelists::member here(lists);
    work();
  });
}

}  // namespace
