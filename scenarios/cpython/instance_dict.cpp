// gh-124470 and gh-118499: the dict of an instance.
//
// dictobject.c of free-threaded CPython, in our own words.
//   gh-124470: reading an attribute loads the pointer to the instance's dict and uses it without a
//   reference; `obj.__dict__ = other` in another thread drops the last one. Fixed here by taking
//   the reference under the object's lock (CPython also delays the freeing).
//   gh-118499 (issue 112075): an instance gets its dict when it is first asked for; two threads
//   that ask make one each, and what is stored in the one that loses is lost with it. Fixed: the
//   object is locked, and looked at again under the lock.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// An instance. Its dict is a thing.
template <bool Locks>
class instance {
 public:
  explicit instance(thing* dict) : dict_(dict) {
    sync::label(lock_, "object.lock");
    sync::label(dict_, "__dict__");
  }
  ~instance() {
    if (thing* last = dict_.load(std::memory_order_relaxed)) last->drop();
  }

  // What reading an attribute makes of the dict.
  int read_attribute() {
    if (!Locks) return dict_.load(std::memory_order_acquire)->number();
    thing* dict = nullptr;
    {
      const sync::lock_guard held(lock_);
      dict = dict_.load(std::memory_order_relaxed);
      dict->take();
    }
    const int seen = dict->number();
    dict->drop();
    return seen;
  }

  void replace_dict() {
    thing* fresh = thing::make(2);
    thing* old = nullptr;
    {
      const sync::lock_guard held(lock_);
      old = dict_.exchange(fresh, std::memory_order_acq_rel);
    }
    old->drop();
  }

  // The dict, made if there is none; the instance keeps it.
  thing* get_dict() {
    if (thing* known = dict_.load(std::memory_order_acquire)) return known;
    if (!Locks) return create();
    const sync::lock_guard held(lock_);
    thing* known = dict_.load(std::memory_order_relaxed);
    return known != nullptr ? known : create();
  }

 private:
  thing* create() {
    thing* fresh = thing::make(1);
    dict_.store(fresh, std::memory_order_release);
    return fresh;
  }

  sync::mutex lock_;
  sync::atomic<thing*> dict_;
};

template <bool Locks>
void read_and_replace() {
  instance<Locks> object(thing::make(1));
  int seen = 0;
  sync::parallel([&] { seen = object.read_attribute(); }, [&] { object.replace_dict(); });
  sync::check(seen == 1 || seen == 2, "the attribute is of the old dict or of the new one");
}

template <bool Locks>
void two_first_uses() {
  instance<Locks> object(nullptr);
  sync::parallel([&] { object.get_dict(); }, [&] { object.get_dict(); });
}

constexpr const char* replaced = "gh-124470, gh-122489: an instance's dict is replaced while read";
constexpr const char* created = "gh-118499 (issue gh-112075): making the dict of an instance";

}  // namespace

void register_instance_dict(registry& out) {
  out.add({.id = "cpython.instance_dict_replaced/fix=none",
           .summary = "a borrowed dict is read when its object has got another one",
           .provenance = replaced,
           .expected = "use-after-free"},
          this_backend, read_and_replace<false>);
  out.add({.id = "cpython.instance_dict_replaced/fix=lock",
           .summary = "the reader has a reference, taken under the object's lock",
           .provenance = replaced},
          this_backend, read_and_replace<true>);
  out.add({.id = "cpython.instance_dict_created/fix=none",
           .summary = "two threads make the dict, and one is lost",
           .provenance = created,
           .expected = "leak"},
          this_backend, two_first_uses<false>);
  out.add({.id = "cpython.instance_dict_created/fix=lock",
           .summary = "the dict is made under the object's lock, after a second look",
           .provenance = created},
          this_backend, two_first_uses<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
