// gh-118362: an attribute of a class is set while it is looked up in the type cache.
//
// typeobject.c of free-threaded CPython, in our own words: an entry of the cache has a borrowed
// value, which is good as long as the type has the entry's version. Who set the attribute replaced
// the value in the type's dict, which dropped the old one, and changed the version afterwards: in
// between the cache gave out what was freed.
//
// Fixed: the version is changed first, and the old value is kept until after that. Since a reader
// may have looked at the version before, it must also be kept for as long as anybody may be reading
// (a grace period here; CPython's readers take a reference that fails on what is dead, in memory
// that stays an object's).
#include <atomic>
#include <cstdint>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

enum class fix { none, version_first, keeps_alive };

struct attribute : head {
  explicit attribute(int n) : head{"attribute"}, number(n) {
    sync::label(*this, type);
    sync::label(number, "attribute->number");
  }
  static void end(void* a) { sync::destroy(static_cast<attribute*>(a)); }

  sync::var<int> number;
};

// A class with one attribute, and the cache's entry for it.
template <fix Fix>
class cached_class {
 public:
  explicit cached_class(interp::runtime& rt) : rt_(rt) {
    sync::label(version_, "type->version");
    sync::label(in_dict_, "type->dict[name]");
    sync::label(in_cache_, "entry->value");
  }
  ~cached_class() { sync::destroy(in_dict_.load(std::memory_order_relaxed)); }

  // By one thread, which would have the types' lock.
  void set(int number) {
    if (Fix != fix::none) version_.store(2, std::memory_order_release);
    attribute* const old = in_dict_.exchange(
        sync::make_at<attribute>(sync::site::current(), number), std::memory_order_acq_rel);
    if (Fix == fix::keeps_alive) {
      interp::call_later(rt_, old, attribute::end);
    } else {
      attribute::end(old);
    }
    if (Fix == fix::none) version_.store(2, std::memory_order_release);
  }

  // The number of the attribute in the cache; 0 where the entry is not good.
  int find() const {
    if (version_.load(std::memory_order_acquire) != 1) return 0;
    return in_cache_.load(std::memory_order_relaxed)->number.get();
  }

 private:
  interp::runtime& rt_;
  sync::atomic<std::uint32_t> version_{1};
  sync::atomic<attribute*> in_dict_{sync::make_at<attribute>(sync::site::current(), 1)};
  sync::atomic<attribute*> in_cache_{in_dict_.load(std::memory_order_relaxed)};
};

template <fix Fix>
void find_and_set() {
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  cached_class<Fix> type(rt);
  int found = 0;
  sync::parallel(
      [&] {
        interp::grace_periods::member here(grace, 0);
        type.set(2);
        here.quiescent();
      },
      [&] {
        const interp::grace_periods::member here(grace, 1);
        found = type.find();
      });
  sync::check(found == 0 || found == 1, "the cache has the old value or none");
}

constexpr const char* source = "gh-118362, gh-118454: racing class attribute writes";

}  // namespace

void register_class_attribute(registry& out) {
  out.add({.id = "cpython.class_attribute/fix=none",
           .summary = "the cache gives out a value that is freed before the version changes",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, find_and_set<fix::none>);
  out.add({.id = "cpython.class_attribute/fix=version_first",
           .summary = "who has looked at the version before still gets the freed value",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, find_and_set<fix::version_first>);
  out.add({.id = "cpython.class_attribute/fix=keeps_alive",
           .summary = "the old value lives while anybody may have found it",
           .provenance = source},
          this_backend, find_and_set<fix::keeps_alive>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
