// gh-119525: _PyType_Lookup and the GIL, in a build that has both GIL and sequence lock.
//
// typeobject.c of CPython with the GIL switched on again, in our own words: who fills an entry of
// the type cache drops the reference to the old name while the entry's number is odd. The name's
// destructor lets go of the GIL; the thread that has it then comes for the same entry, and goes
// round while it waits for the number, with the GIL. "1 in ~1,000 runs".
//
// Fixed: the old name is dropped when the number is even again.
#include "interp_core/gil/gil.hpp"
#include "interp_core/lock/sequence_lock.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

using gil = interp::basic_gil<interp::gil_waiting::assumed>;

// Two threads fill one entry.
template <bool DropsOutside>
void both_fill() {
  gil lock(std::chrono::nanoseconds{0});
  interp::sequence_lock entry;
  sync::var<int> name{0};
  sync::label(name, "entry->name");
  const auto fill = [&](int value) {
    interp::thread_state me;
    const interp::with_gil_held<gil> held(lock, me);
    entry.begin_write();
    name.set(value);
    if (!DropsOutside) lock.without(me, [] {});
    entry.end_write();
    if (DropsOutside) lock.without(me, [] {});
  };
  sync::parallel([&] { fill(1); }, [&] { fill(2); });
  sync::check(name.get() != 0, "the entry is filled");
}

constexpr const char* source = "gh-119525, gh-119527: deadlock in _PyType_Lookup with the GIL";

}  // namespace

void register_type_cache_gil(registry& out) {
  out.add({.id = "cpython.type_cache_drop/fix=none",
           .summary = "a destructor lets go of the GIL while others wait for the entry with it",
           .provenance = source,
           .expected = "deadlock"},
          this_backend, both_fill<false>);
  out.add({.id = "cpython.type_cache_drop/fix=drop_outside",
           .summary = "no destructor runs while the entry's number is odd",
           .provenance = source},
          this_backend, both_fill<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
