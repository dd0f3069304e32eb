// gh-117528 and gh-132617: dicts that share their table of keys.
//
// dictobject.c of free-threaded CPython, in our own words. The dicts of a class's instances share
// one table of keys and have values of their own; each dict has a lock, and so has the table.
//   gh-117528 (issue 112075): a look-up holds its own dict's lock, which does not keep a sibling
//   from adding a key to the table. Fixed: the look-up takes the table's lock too.
//   gh-132617 (also 132245): a.update(b) raises "dict mutated during update" if the number of
//   entries in b's table has changed; but it may have been changed by a sibling of b. Fixed: what
//   is compared is b's own size.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// Keys are numbers here. There is room for two, and one is there.
struct shared_keys {
  shared_keys() {
    sync::label(lock, "keys.lock");
    sync::label(count, "dk_nentries");
    sync::label(entries[0], "dk_entries[0]");
    sync::label(entries[1], "dk_entries[1]");
    entries[0].set(1);
  }

  void add(int key) {
    const sync::lock_guard held(lock);
    entries[count.get()].set(key);
    count.set(count.get() + 1);
  }

  bool contains(int key) const {
    for (unsigned i = 0, n = count.get(); i < n; ++i)
      if (entries[i].get() == key) return true;
    return false;
  }

  sync::mutex lock;
  sync::var<unsigned> count{1};  // this and the entries are protected by lock
  sync::var<int> entries[2];
};

template <bool LocksKeys>
class dict {
 public:
  explicit dict(shared_keys& keys) : keys_(keys) {
    sync::label(lock_, "dict.lock");
    sync::label(used_, "ma_used");
  }

  void set_new(int key) {
    const sync::lock_guard held(lock_);
    keys_.add(key);
    used_.set(used_.get() + 1);
  }

  bool contains(int key) {
    const sync::lock_guard held(lock_);
    if (!LocksKeys) return keys_.contains(key);
    const sync::lock_guard keys_held(keys_.lock);
    return keys_.contains(key);
  }

  sync::mutex& lock() { return lock_; }
  int used() const { return used_.get(); }

 private:
  shared_keys& keys_;
  sync::mutex lock_;
  sync::var<int> used_{1};  // protected by lock_
};

// Two dicts share their keys. One gets a new key, the other looks up an old one.
template <bool LocksKeys>
void sibling_adds_key() {
  shared_keys keys;
  dict<LocksKeys> mine(keys), sibling(keys);
  bool found = false;
  sync::parallel([&] { found = mine.contains(1); }, [&] { sibling.set_new(2); });
  sync::check(found, "the key is there all the time");
}

// The loop of a.update(b), which holds b's lock. What it does to a does not matter here. False
// where Python raises "dict mutated during update".
template <bool ComparesUsed>
bool update_from(dict<true>& b, shared_keys& keys) {
  auto size = [&]() -> unsigned {
    if (ComparesUsed) return static_cast<unsigned>(b.used());
    const sync::lock_guard held(keys.lock);
    return keys.count.get();
  };
  const sync::lock_guard held(b.lock());
  const unsigned before = size();
  keys.lock.lock();
  sync::check(keys.contains(1), "b has its key");
  keys.lock.unlock();
  return size() == before;
}

// One thread updates a from b, the other sets a new key in c, which shares its keys with b.
template <bool ComparesUsed>
void update_and_sibling() {
  shared_keys keys;
  dict<true> b(keys), c(keys);
  bool updated = false;
  sync::parallel([&] { updated = update_from<ComparesUsed>(b, keys); }, [&] { c.set_new(2); });
  sync::check(updated, "b has not been mutated");
}

constexpr const char* lookup = "gh-117528 (issue gh-112075): _Py_dict_lookup and shared keys";
constexpr const char* update = "gh-132617, gh-132245: dict.update() says it was mutated";

}  // namespace

void register_shared_keys(registry& out) {
  out.add({.id = "cpython.shared_keys_lookup/fix=none",
           .summary = "the dict's lock does not keep its sibling from changing their keys",
           .provenance = lookup,
           .expected = "race"},
          this_backend, sibling_adds_key<false>);
  out.add({.id = "cpython.shared_keys_lookup/fix=lock_keys",
           .summary = "the look-up takes the lock of the keys too",
           .provenance = lookup},
          this_backend, sibling_adds_key<true>);
  out.add({.id = "cpython.update_and_sibling/fix=none",
           .summary = "an update fails because another dict has got a key",
           .provenance = update,
           .expected = "check"},
          this_backend, update_and_sibling<false>);
  out.add({.id = "cpython.update_and_sibling/fix=own_size",
           .summary = "only what happens to the dict itself counts",
           .provenance = update},
          this_backend, update_and_sibling<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
