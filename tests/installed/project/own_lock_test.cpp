// A lock of one's own in the place of the list's: the idea is all there is to write.
#include <gtest/gtest.h>

#include <scenarios/trial.hpp>
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

// Every situation of list that the catalogue has, and sequences of its operations.
TEST(a_lock_of_ones_own, is_verified) {
  for (const auto& t :
       scenarios::list_trials<with_lock<ticket_lock<std::memory_order_release>>>()) {
    SCOPED_TRACE(t.name);
    EXPECT_VERIFIED(suture::check(t.body));
  }
}

TEST(a_lock_of_ones_own, is_found_out_where_it_publishes_nothing) {
  int found = 0;
  for (const auto& t :
       scenarios::list_trials<with_lock<ticket_lock<std::memory_order_relaxed>>>()) {
    if (!suture::check(t.body).findings.empty()) ++found;
  }
  EXPECT_GT(found, 10);
}

}  // namespace
