// A lock of one's own in the place of the list's: the idea is all there is to write.
#include <gtest/gtest.h>

#include <interp_core/list/list.hpp>
#include <interp_core/small_int.hpp>
#include <suture/gtest.hpp>
#include <suture/suture.hpp>

namespace {

// First come, first served. AtRelease: what a thread publishes to the one that is served next.
template <std::memory_order AtRelease>
class ticket_lock {
 public:
  void lock() {
    const unsigned mine = next_.fetch_add(1, std::memory_order_relaxed);
    sync::spin_until([&] { return serving_.load(std::memory_order_acquire) == mine; });
    sync::mark_locked(this);
  }
  void unlock() {
    sync::mark_unlocked(this);
    serving_.store(serving_.load(std::memory_order_relaxed) + 1, AtRelease);
  }

 private:
  sync::atomic<unsigned> next_{0}, serving_{0};
};

template <class Lock>
struct with_lock : interp::list_policies {
  using locking = interp::locking::per_object<Lock>;
};

// Two threads append; both items are there.
template <class Lock>
void two_appends() {
  using list = interp::list<with_lock<Lock>>;
  interp::runtime rt;
  list* shared = list::create();
  const auto append = [&](long value) {
    auto* item = sync::make<interp::small_int<typename list::count>>(value);
    static_cast<void>(shared->append(rt, *item));
    interp::decref(rt, *item);
  };
  sync::parallel([&] { append(1); }, [&] { append(2); });
  sync::check(shared->len(rt) == 2, "both items are in the list");
  interp::decref(rt, *shared);
}

TEST(a_lock_of_ones_own, is_verified) {
  EXPECT_VERIFIED(suture::check(two_appends<ticket_lock<std::memory_order_release>>));
}
TEST(a_lock_of_ones_own, is_found_out_where_it_publishes_nothing) {
  EXPECT_FINDING(suture::check(two_appends<ticket_lock<std::memory_order_relaxed>>), "race");
}

}  // namespace
