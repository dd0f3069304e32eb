// gh-150490: two locks taken in two orders.
//
// dictobject.c and typeobject.c of free-threaded CPython, in our own words: inserting into a split
// dict holds the lock of the shared keys, and calls PyType_Modified, which takes the types' lock.
// Elsewhere the types' lock is held when the keys' lock is taken. Each may wait for the other.
//
// Fixed: the insertion takes the types' lock first.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

template <bool TypeFirst>
class type_with_keys {
 public:
  type_with_keys() {
    sync::label(type_lock_, "TYPE_LOCK");
    sync::label(keys_lock_, "keys.lock");
    sync::label(entries_, "dk_nentries");
    sync::label(version_, "tp_version_tag");
  }

  // An instance of the type gets an attribute that none has had so far.
  void insert_split() {
    const sync::lock_guard held(TypeFirst ? type_lock_ : keys_lock_);
    const sync::lock_guard also_held(TypeFirst ? keys_lock_ : type_lock_);
    entries_.set(entries_.get() + 1);
    version_.set(0);  // PyType_Modified
  }

  // The type gives itself a version, for which it looks at its keys.
  void assign_version() {
    const sync::lock_guard held(type_lock_);
    const sync::lock_guard also_held(keys_lock_);
    version_.set(entries_.get() + 1);
  }

 private:
  sync::mutex type_lock_, keys_lock_;
  sync::var<int> entries_{0};  // protected by keys_lock_
  sync::var<int> version_{0};  // protected by type_lock_
};

template <bool TypeFirst>
void insert_and_assign() {
  type_with_keys<TypeFirst> type;
  sync::parallel([&] { type.insert_split(); }, [&] { type.assign_version(); });
}

constexpr const char* source = "gh-150490, gh-152914: split insert and PyType_Modified";

}  // namespace

void register_type_modified(registry& out) {
  out.add({.id = "cpython.type_modified/fix=none",
           .summary = "the keys' lock, then the types' lock; elsewhere the other way round",
           .provenance = source,
           .expected = "deadlock"},
          this_backend, insert_and_assign<false>);
  out.add({.id = "cpython.type_modified/fix=type_first",
           .summary = "everybody takes the types' lock first",
           .provenance = source},
          this_backend, insert_and_assign<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
