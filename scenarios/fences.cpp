// A hazard pointer with an asymmetric fence: readers pay nothing, whoever frees pays for all.
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

#if SUTURE_SYNC_ASYMMETRIC_FENCES

namespace {

// The reader says which object it is about to read, and looks again whether it is still there; the
// writer takes it away, and looks whether somebody is reading. One of the two sees the other.
template <bool Heavy>
void hazard_pointer() {
  using object = sync::var<int>;
  object* const only = sync::make<object>(1);
  sync::atomic<object*> current{only}, hazard{nullptr};
  sync::label(current, "current");
  sync::label(hazard, "hazard");
  bool freed = false;
  sync::parallel(
      [&] {
        object* const mine = current.load(std::memory_order_acquire);
        if (mine == nullptr) return;
        hazard.store(mine, std::memory_order_relaxed);
        sync::asymmetric_thread_fence_light();
        if (current.load(std::memory_order_relaxed) == mine) sync::check(mine->get() == 1, "alive");
        hazard.store(nullptr, std::memory_order_release);
      },
      [&] {
        current.store(nullptr, std::memory_order_relaxed);
        if (Heavy) {
          sync::asymmetric_thread_fence_heavy();
        } else {
          sync::asymmetric_thread_fence_light();
        }
        if (hazard.load(std::memory_order_acquire) != nullptr) return;
        sync::destroy(only);
        freed = true;
      });
  if (!freed) sync::destroy(only);
}

constexpr const char* membarrier = "folly's hazard pointers over Linux's membarrier; WG21 P1202";

}  // namespace

void register_fences(registry& out);
void register_fences(registry& out) {
  out.add({.id = "fences.hazard_pointer/writer=heavy",
           .summary = "the writer's heavy fence stands for one in the reader, too",
           .provenance = membarrier},
          this_backend, hazard_pointer<true>);
  out.add({.id = "fences.hazard_pointer/writer=light",
           .summary = "two light fences order nothing: neither sees the other",
           .provenance = membarrier,
           .expected = "use-after-free",
           .otherwise = verified_under_sc},
          this_backend, hazard_pointer<false>);
}

#else

void register_fences(registry& out);
void register_fences(registry&) {}

#endif

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
