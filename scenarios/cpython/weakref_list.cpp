// gh-150247 (gh-149816): `__weakref__` gives out a weak reference that is going.
//
// typeobject.c of free-threaded CPython, in our own words: subtype_getweakref, behind the attribute
// `__weakref__`, loads the head of an object's list of weak references and then takes a reference
// to it. In between the head may have been dropped: its count is zero, or its memory gone.
//
// Fixed (the issue is open, and so the fix is ours in part): the list's lock keeps the memory,
// since who goes must take it to leave the list; and a reference is taken only to what still lives.
// The lock alone does not help.
#include <atomic>

#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

enum class fix { none, lock, lock_and_try };

// An object's list, of one weak reference.
template <fix Fix>
class weakref_list {
 public:
  weakref_list() {
    sync::label(lock_, "of weak references");
    sync::label(head_, "list of weak references");
  }

  // The list has no reference: who drops the last one takes it out.
  void drop(thing* weakref) {
    if (!weakref->drop_is_last()) return;
    {
      const sync::lock_guard<sync::mutex> held(lock_);
      thing* expected = weakref;
      head_.compare_exchange_strong(expected, nullptr, std::memory_order_relaxed);
    }
    sync::destroy(weakref);
  }

  // A new reference to the head, or null.
  thing* get() {
    if constexpr (Fix == fix::none) return take();
    const sync::lock_guard<sync::mutex> held(lock_);
    return take();
  }

  thing* head() const { return head_.load(std::memory_order_relaxed); }

 private:
  thing* take() {
    thing* const seen = head_.load(std::memory_order_acquire);
    if (seen == nullptr) return nullptr;
    if (Fix == fix::lock_and_try) return seen->try_take() ? seen : nullptr;
    seen->take();
    return seen;
  }

  sync::mutex lock_;
  sync::atomic<thing*> head_{thing::make(1)};
};

template <fix Fix>
void get_and_drop() {
  weakref_list<Fix> list;
  thing* const first = list.head();
  thing* found = nullptr;
  sync::parallel([&] { list.drop(first); }, [&] { found = list.get(); });
  if (found == nullptr) return;
  sync::check(found->number() == 1, "what is given out is whole");
  list.drop(found);
}

constexpr const char* source = "gh-150247, gh-149816: subtype_getweakref";

}  // namespace

void register_weakref_list(registry& out) {
  out.add({.id = "cpython.getweakref/fix=none",
           .summary = "the head of the list is freed before a reference is taken to it",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, get_and_drop<fix::none>);
  out.add({.id = "cpython.getweakref/fix=lock",
           .summary = "a reference is taken to a head that waits for the lock to go",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, get_and_drop<fix::lock>);
  out.add({.id = "cpython.getweakref/fix=lock_and_try",
           .summary = "only what still lives is given out",
           .provenance = source},
          this_backend, get_and_drop<fix::lock_and_try>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
