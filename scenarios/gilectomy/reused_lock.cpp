// G19: an object's lock, made anew when the object comes back from a freelist.
//
// dictobject.c and listobject.c, in our own words: a dead dict goes to the freelist with its lock
// in it; new_dict takes it from there and initialises every field, the lock included. Dicts on the
// freelist are not freed, so a thread that came late (it had the dict as a borrowed reference, G4)
// may be at this very lock: it holds it, or sleeps on it. Both are forgotten: the word says
// unlocked, and a second thread walks in beside the first.
//
// Fixed, in either of two ways: whoever waits for a lock has a reference to the object, which then
// never reaches the freelist; or the lock is made when the memory is and never again, which keeps
// exclusion even for a thread that comes late.
#include "interp_core/lock/hold.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

// A lock of one word that can be made anew while it is in use, as memory in C can.
class futex_word {
 public:
  futex_word() { sync::label(word_, "ma_lock"); }

  // An exchange rather than a store, which would also cut the next owner off from what the last one
  // wrote: what is to be found is two owners at a time.
  void initialise() { word_.exchange(0, std::memory_order_acq_rel); }
  void lock() {
    std::uint32_t seen = 0;
    if (word_.compare_exchange_strong(seen, 1, std::memory_order_acquire,
                                      std::memory_order_relaxed))
      return;
    while (word_.exchange(2, std::memory_order_acquire) != 0) sync::futex_wait(word_, 2);
  }
  void unlock() {
    if (word_.exchange(0, std::memory_order_release) == 2) sync::futex_wake(word_, 1);
  }

 private:
  sync::atomic<std::uint32_t> word_{0};
};

struct dict : head {
  dict() : head{"dict"} {
    sync::label(*this, type);
    sync::label(used, "ma_used");
    sync::label(references, "references");
  }
  void add_one() {
    const interp::hold held(lock);
    used.set(used.get() + 1);
  }

  futex_word lock;
  sync::var<int> used{0};  // protected by lock
  sync::atomic<int> references{1};
};

enum class rule { makes_anew, makes_once, has_reference };

// One thread adds to a dict it borrowed. The other drops the dict, which goes to the freelist,
// makes a dict, which is the same one, and adds to it.
template <rule Rule>
void late_at_the_lock() {
  dict* old = sync::make_at<dict>(sync::site::current());
  dict* fresh = nullptr;
  if (Rule == rule::has_reference) old->references.add_unread(1, std::memory_order_relaxed);
  auto drop_is_last = [](dict* d) {
    return d->references.sub_and_test(1, std::memory_order_acq_rel);
  };
  sync::parallel([&] { old->add_one(); },
                 [&] {
                   fresh = old;
                   if (drop_is_last(old)) {  // to the freelist, and back from there
                     old->references.store(1, std::memory_order_relaxed);
                     if (Rule == rule::makes_anew) old->lock.initialise();
                   } else {
                     fresh = sync::make_at<dict>(sync::site::current());
                   }
                   fresh->add_one();
                 });
  if (fresh != old) sync::destroy(fresh);
  sync::destroy(old);
}

constexpr const char* source = "Gilectomy bug G19: ma_lock is initialised again on reuse";

}  // namespace

void register_reused_lock(registry& out) {
  out.add({.id = "gilectomy.reused_lock/fix=none",
           .summary = "a lock that somebody holds is made anew, and two are inside",
           .provenance = source,
           .expected = "race"},
          this_backend, late_at_the_lock<rule::makes_anew>);
  out.add({.id = "gilectomy.reused_lock/fix=made_once",
           .summary = "a lock that outlives its object keeps out even those who come late",
           .provenance = source},
          this_backend, late_at_the_lock<rule::makes_once>);
  out.add({.id = "gilectomy.reused_lock/fix=reference",
           .summary = "an object that somebody waits for does not go to the freelist",
           .provenance = source},
          this_backend, late_at_the_lock<rule::has_reference>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
