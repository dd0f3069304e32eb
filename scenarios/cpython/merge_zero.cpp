// gh-121794: the owner is cleared without a merge.
//
// A biased count has an owner, who counts plainly in `local`; no owner means that the count is
// merged. _Py_MergeZeroLocalRefcount, for the owner's last drop of an object that nobody else has
// counted, cleared the owner and freed the object without a merge. If its finalizer brings the
// object back, the owner counts it as others do. The collector uses the owner's field for itself,
// and puts back what must have been there: the owner, since the count is not merged. The next drop
// takes from a local count of zero.
//
// Fixed: the owner is not cleared where the count is not merged.
#include "interp_core/thread/asking_world.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

using world = interp::asking_world<interp::asking_rules, interp::parking::assumed>;

constexpr int nobody = 0, owner = 1, somebody = 2;

struct counted {
  counted() {
    sync::label(tid, "ob_tid");
    sync::label(local, "ob_ref_local");
    sync::label(shared, "ob_ref_shared");
  }

  void increment(int me) {
    if (tid.load(std::memory_order_relaxed) == me) {
      local.store(local.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    } else {
      shared.fetch_add(1, std::memory_order_relaxed);
    }
  }
  // True where the object is to be freed. Nobody else counts it here, so nothing is ever merged.
  template <bool KeepsOwner>
  bool decrement(int me) {
    if (tid.load(std::memory_order_relaxed) != me) {
      shared.fetch_sub(1, std::memory_order_acq_rel);
      return false;
    }
    const int before = local.load(std::memory_order_relaxed);
    sync::check(before > 0, "the owner drops what it has counted");
    local.store(before - 1, std::memory_order_relaxed);
    if (before != 1) return false;
    if (!KeepsOwner) tid.store(nobody, std::memory_order_relaxed);
    return true;
  }

  sync::atomic<int> tid{owner}, local{1}, shared{0};
};

template <bool KeepsOwner>
void resurrect_and_collect() {
  world all;
  world::member a(all), b(all);
  counted object;
  sync::parallel(
      [&] {
        a.attach();
        if (object.decrement<KeepsOwner>(owner)) object.increment(owner);  // the finalizer
        a.safepoint();
        static_cast<void>(object.decrement<KeepsOwner>(owner));
        a.detach();
      },
      [&] {
        b.attach();
        {
          const interp::stopped_world stopped(all, b);
          object.tid.store(somebody, std::memory_order_relaxed);  // its own use of it
          object.tid.store(owner, std::memory_order_relaxed);     // not merged
        }
        b.detach();
      });
}

constexpr const char* source = "gh-121794: an object has neither owner nor merged count";

}  // namespace

void register_merge_zero(registry& out) {
  out.add({.id = "cpython.merge_zero/fix=none",
           .summary = "the collector gives the object back an owner that has counted nothing",
           .provenance = source,
           .expected = "check"},
          this_backend, resurrect_and_collect<false>);
  out.add({.id = "cpython.merge_zero/fix=keep_owner",
           .summary = "who has no owner is merged, and nobody else",
           .provenance = source},
          this_backend, resurrect_and_collect<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
