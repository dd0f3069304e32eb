// gh-116480: a pointer kept while its thread waits for a lock.
//
// qsbr.c of free-threaded CPython, in our own words: the states of all threads lie in one array,
// which is made anew when there are more threads than room. A thread that ends loads the pointer to
// its own state, waits for the lock, and then uses the state; while it waited the array may have
// moved.
//
// Fixed: the pointer is loaded once the lock is held.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// The array: one thread's state is all that matters.
struct states : head {
  explicit states(int seq) : head{"qsbr array"}, sequence(seq) {
    sync::label(*this, type);
    sync::label(sequence, "qsbr->seq");
  }
  sync::atomic<int> sequence;
};

template <bool Reloads>
class qsbr {
 public:
  qsbr() {
    sync::label(lock_, "qsbr.lock");
    sync::label(mine_, "tstate->qsbr");
  }
  ~qsbr() { sync::destroy(mine_.load(std::memory_order_relaxed)); }

  // _Py_qsbr_unregister, in a thread that ends.
  void unregister() {
    states* mine = mine_.load(std::memory_order_acquire);
    const sync::lock_guard held(lock_);
    if (Reloads) mine = mine_.load(std::memory_order_relaxed);
    mine->sequence.store(0, std::memory_order_relaxed);
  }

  // grow_thread_array, for a thread that begins.
  void grow() {
    const sync::lock_guard held(lock_);
    states* old = mine_.load(std::memory_order_relaxed);
    const int sequence = old->sequence.load(std::memory_order_relaxed);
    mine_.store(sync::make_at<states>(sync::site::current(), sequence), std::memory_order_release);
    sync::destroy(old);
  }

  int sequence() const {
    return mine_.load(std::memory_order_relaxed)->sequence.load(std::memory_order_relaxed);
  }

 private:
  sync::mutex lock_;
  sync::atomic<states*> mine_{sync::make_at<states>(sync::site::current(), 1)};
};

template <bool Reloads>
void unregister_and_grow() {
  qsbr<Reloads> all;
  sync::parallel([&] { all.unregister(); }, [&] { all.grow(); });
  sync::check(all.sequence() == 0, "the thread is off line");
}

constexpr const char* source = "gh-116480: a QSBR state is used after the array has moved";

}  // namespace

void register_qsbr(registry& out) {
  out.add({.id = "cpython.qsbr_state/fix=none",
           .summary = "the state has moved while its thread waited for the lock",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, unregister_and_grow<false>);
  out.add({.id = "cpython.qsbr_state/fix=reload",
           .summary = "the pointer is loaded under the lock under which it changes",
           .provenance = source},
          this_backend, unregister_and_grow<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
