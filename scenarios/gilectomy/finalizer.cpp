// G15: PyObject_CallFinalizerFromDealloc, which wakes the dead and lays them down again.
//
// object.c, in our own words: the count has reached zero, so nobody else has the object. It is set
// to one while the finaliser runs. If it is one afterwards it is set to zero and the object freed;
// if not, the finaliser has given the object to somebody, and the one is taken off again. Look and
// store are two steps: another thread that drops its new reference between them is overwritten,
// and the object stays with a reference nobody has. CPython had the same as gh-127582.
//
// Fixed: one atomic decrement takes the one off and tells whether it was the last.
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

template <bool Decrements>
class finalized {
 public:
  // `exposed` is where the finaliser leaves a reference, as one does that says
  // `cache.append(self)`.
  explicit finalized(sync::atomic<finalized*>& exposed) : exposed_(exposed) {
    sync::label(*this, "object");
    sync::label(references_, "references");
    sync::label(finalized_, "finalized");
  }

  void drop() {
    if (!references_.sub_and_test(1, std::memory_order_release)) return;
    sync::fence(std::memory_order_acquire);
    if (!survives_finalizer()) sync::destroy(this);
  }

 private:
  // Runs the finaliser, once in a life. True if somebody has the object afterwards.
  bool survives_finalizer() {
    if (finalized_.get()) return false;
    finalized_.set(true);
    references_.store(1, std::memory_order_relaxed);
    references_.add_unread(1, std::memory_order_relaxed);
    exposed_.store(this, std::memory_order_release);
    return !undo_resurrection();
  }

  // Takes the one off again; true if it was the last.
  bool undo_resurrection() {
    if constexpr (Decrements) {
      const bool last = references_.sub_and_test(1, std::memory_order_release);
      if (last) sync::fence(std::memory_order_acquire);
      return last;
    } else {
      const std::int64_t left = references_.load(std::memory_order_acquire) - 1;
      references_.store(left, std::memory_order_release);
      return left == 0;
    }
  }

  sync::atomic<finalized*>& exposed_;
  sync::atomic<std::int64_t> references_{1};
  sync::var<bool> finalized_{false};
};

// One thread drops the last reference; the other drops the one the finaliser hands out.
template <bool Decrements>
void exposed_by_finalizer() {
  using object = finalized<Decrements>;
  sync::atomic<object*> exposed{nullptr};
  sync::label(exposed, "exposed");
  object* one = sync::make_at<object>(sync::site::current(), exposed);
  auto drop_exposed = [&exposed] {
    object* found = exposed.exchange(nullptr, std::memory_order_acquire);
    if (found != nullptr) found->drop();
  };
  sync::parallel([one] { one->drop(); }, drop_exposed);
  drop_exposed();
}

constexpr const char* source = "Gilectomy bug G15: object.c, PyObject_CallFinalizerFromDealloc";

}  // namespace

void register_finalizer(registry& out) {
  out.add({.id = "gilectomy.finalizer_resurrects/fix=none",
           .summary = "undoing the resurrection overwrites another thread's decrement",
           .provenance = source,
           .expected = "leak"},
          this_backend, exposed_by_finalizer<false>);
  out.add({.id = "gilectomy.finalizer_resurrects/fix=decrement",
           .summary = "one decrement takes the reference off and tells whether it was the last",
           .provenance = source},
          this_backend, exposed_by_finalizer<true>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
