// gh-119247: PySequence_Fast, which lends out the inside of a list.
//
// abstract.h, in our own words: for a list PySequence_Fast returns the list itself, and the macros
// beside it give its size and the address of its items. str.join and others loop over that without
// a lock and without references; list.clear in another thread drops the items and frees the array.
//
// Fixed: a critical section round the whole loop (the macros that came with the issue begin it
// where the sequence is a list, and do nothing for a tuple).
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

struct array : head {
  array() : head{"array"} {
    sync::label(*this, type);
    sync::label(item, "ob_item[0]");
  }
  sync::atomic<thing*> item{thing::make(1)};
};

// A list of one item, or of none.
template <bool Locks>
class list {
 public:
  list() {
    sync::label(lock_, "list.lock");
    sync::label(items_, "ob_item");
  }
  ~list() { clear(); }

  // The loop of str.join: the sum of the items.
  int join() {
    if (!Locks) return sum();
    const sync::lock_guard held(lock_);
    return sum();
  }

  void clear() {
    array* old = nullptr;
    {
      const sync::lock_guard held(lock_);
      old = items_.exchange(nullptr, std::memory_order_relaxed);
    }
    if (old == nullptr) return;
    old->item.load(std::memory_order_relaxed)->drop();
    sync::destroy(old);
  }

 private:
  int sum() const {
    const array* items = items_.load(std::memory_order_acquire);
    return items == nullptr ? 0 : items->item.load(std::memory_order_relaxed)->number();
  }

  sync::mutex lock_;
  sync::atomic<array*> items_{sync::make_at<array>(sync::site::current())};
};

template <bool Locks>
void join_and_clear() {
  list<Locks> l;
  int sum = -1;
  sync::parallel([&] { sum = l.join(); }, [&] { l.clear(); });
  sync::check(sum == 0 || sum == 1, "the list is joined before or after it is cleared");
}

constexpr const char* source = "gh-119247: PySequence_Fast on a list that changes";

}  // namespace

void register_sequence_fast(registry& out) {
  out.add({.id = "cpython.join_and_clear/fix=none",
           .summary = "a loop over borrowed items of a list that is cleared",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, join_and_clear<false>);
  out.add({.id = "cpython.join_and_clear/fix=critical_section",
           .summary = "the list is locked for the whole loop",
           .provenance = source},
          this_backend, join_and_clear<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
