// gh-132869 and gh-131113: what a look-up without the lock meets in an entry.
//
// dictobject.c of free-threaded CPython, in our own words.
//   gh-132869: the look-up of a string compares it with the entry's key, to which it has no
//   reference and on which it has no lock. `del` in another thread drops the key. Fixed here by the
//   lock on the keys for the time of the comparison. (The issue is closed; its fix we have not
//   read.) gh-131113: popitem clears the entry with a plain memset while a look-up probes it.
//   Fixed: the entry's fields are cleared by atomic stores, and the reader, who takes a value only
//   from a count that is not zero, sees an entry or none.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// A table with one entry, of which only the key matters: a string that is a number here.
template <bool Locks>
class keys {
 public:
  keys() {
    sync::label(lock_, "dk_mutex");
    sync::label(key_, "me_key");
  }
  ~keys() { del(); }

  bool contains(int key) {
    if (!Locks) return compare(key);
    const sync::lock_guard held(lock_);
    return compare(key);
  }

  void del() {
    thing* old = nullptr;
    {
      const sync::lock_guard held(lock_);
      old = key_.exchange(nullptr, std::memory_order_relaxed);
    }
    if (old != nullptr) old->drop();
  }

 private:
  bool compare(int key) const {
    const thing* mine = key_.load(std::memory_order_acquire);
    return mine != nullptr && mine->number() == key;
  }

  sync::mutex lock_;
  sync::atomic<thing*> key_{thing::make(1)};
};

template <bool Locks>
void compare_and_del() {
  keys<Locks> table;
  sync::parallel([&] { table.contains(1); }, [&] { table.del(); });
}

// A field of an entry, plain or atomic.
struct plain_field {
  thing* get() const { return value.get(); }
  void set(thing* v) { value.set(v); }
  sync::var<thing*> value{nullptr};
};
struct atomic_field {
  thing* get() const { return value.load(std::memory_order_acquire); }
  void set(thing* v) { value.store(v, std::memory_order_release); }
  sync::atomic<thing*> value{nullptr};
};

// One entry again, with its value.
template <class Field>
class dict {
 public:
  dict() {
    sync::label(value_.value, "me_value");
    value_.set(thing::make(1));
  }

  // A new reference to the value; null if there is no entry. Takes no lock.
  thing* look_up() const {
    thing* value = value_.get();
    return value != nullptr && value->try_take() ? value : nullptr;
  }

  // Hands the entry's reference to the caller. (The lock it takes has no other user here.)
  thing* popitem() {
    thing* value = value_.get();
    value_.set(nullptr);
    return value;
  }

 private:
  Field value_;
};

template <class Field>
void popitem_and_look_up() {
  dict<Field> d;
  thing* popped = nullptr;
  thing* found = nullptr;
  sync::parallel([&] { popped = d.popitem(); }, [&] { found = d.look_up(); });
  sync::check(found == nullptr || found == popped, "a look-up finds the item or nothing");
  if (found != nullptr) found->drop();
  popped->drop();
}

constexpr const char* comparing = "gh-132869: racy read in do_lookup";
constexpr const char* clearing = "gh-131113: data race between popitem and do_lookup";

}  // namespace

void register_key_compare(registry& out) {
  out.add({.id = "cpython.compare_and_del/fix=none",
           .summary = "the key is compared when its last reference has gone",
           .provenance = comparing,
           .expected = "use-after-free"},
          this_backend, compare_and_del<false>);
  out.add({.id = "cpython.compare_and_del/fix=lock",
           .summary = "no key goes while it is compared under the lock",
           .provenance = comparing},
          this_backend, compare_and_del<true>);
  out.add({.id = "cpython.popitem_and_lookup/fix=none",
           .summary = "a plain memset of an entry that a reader probes",
           .provenance = clearing,
           .expected = "race"},
          this_backend, popitem_and_look_up<plain_field>);
  out.add({.id = "cpython.popitem_and_lookup/fix=atomic_stores",
           .summary = "the reader sees the entry or none",
           .provenance = clearing},
          this_backend, popitem_and_look_up<atomic_field>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
