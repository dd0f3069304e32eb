// gh-144295: a look-up that does not tell the dict that it is being read without its lock.
//
// dictobject.c of free-threaded CPython, in our own words: a resize frees the old table of keys at
// once, unless the dict is marked as shared; then it waits until no reader can have the table. So
// whoever reads without the lock marks the dict first, under the lock. The look-up of methods and
// globals by stack reference left that out.
//
// Fixed: it marks the dict like the others.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// A table with one entry.
struct keys : head {
  explicit keys(int v) : head{"keys"}, value(v) {
    sync::label(*this, type);
    sync::label(value, "me_value");
  }
  sync::atomic<int> value;
};

template <bool MarksAsShared>
class dict {
 public:
  dict() {
    sync::label(lock_, "dict.lock");
    sync::label(shared_, "shared");
    sync::label(keys_, "ma_keys");
  }
  ~dict() {
    sync::destroy(keys_.load(std::memory_order_relaxed));
    sync::destroy(delayed_);
  }

  // _Py_dict_lookup_threadsafe_stackref
  int look_up() {
    if (MarksAsShared && !shared_.load(std::memory_order_acquire)) {
      const sync::lock_guard held(lock_);
      shared_.store(true, std::memory_order_release);
    }
    return keys_.load(std::memory_order_acquire)->value.load(std::memory_order_acquire);
  }

  void resize() {
    const sync::lock_guard held(lock_);
    keys* old = keys_.load(std::memory_order_relaxed);
    const int value = old->value.load(std::memory_order_relaxed);
    keys_.store(sync::make_at<keys>(sync::site::current(), value), std::memory_order_release);
    if (shared_.load(std::memory_order_relaxed)) {
      delayed_ = old;  // freed once no reader can have it
    } else {
      sync::destroy(old);
    }
  }

 private:
  sync::mutex lock_;
  sync::atomic<bool> shared_{false};
  sync::atomic<keys*> keys_{sync::make_at<keys>(sync::site::current(), 1)};
  keys* delayed_ = nullptr;
};

template <bool MarksAsShared>
void look_up_and_resize() {
  dict<MarksAsShared> d;
  int seen = 0;
  sync::parallel([&] { seen = d.look_up(); }, [&] { d.resize(); });
  sync::check(seen == 1, "the key is there all the time");
}

constexpr const char* source = "gh-144295, gh-144312: race in new_keys_object on method look-up";

}  // namespace

void register_keys_resize(registry& out) {
  out.add({.id = "cpython.lookup_and_resize/fix=none",
           .summary = "the resize knows of no reader and frees the old keys at once",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, look_up_and_resize<false>);
  out.add({.id = "cpython.lookup_and_resize/fix=mark_shared",
           .summary = "a dict marked as shared keeps its old keys until nobody can have them",
           .provenance = source},
          this_backend, look_up_and_resize<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
