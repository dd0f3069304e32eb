// gh-119999, gh-113956 and gh-123271: biased reference counts.
//
// object.c of free-threaded CPython, in our own words: an object has a count `local`, which only
// its owner changes, by plain stores, and a count `shared` for everybody else. When the owner is
// done they are merged: shared gets the sum and a mark, and whoever takes it to zero frees.
//   gh-119999: the merge published the mark, and then cleared local and the owner. By then another
//   thread may have dropped the last reference and freed the object. Fixed: it clears them first.
//   gh-113956: making an object immortal stores a special value in local, from any thread; the
//   owner, in the middle of counting up, stores an ordinary number over it. Fixed: only the owner
//   does it; another thread makes a copy immortal that it owns.
//   gh-123271: zip uses its result tuple again if nobody else has it: it looks whether the count is
//   one, and then changes the tuple. Two threads both find one. Fixed: look and take are one step.
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// The shared count lies above two bits, which are 3 once it is merged.
constexpr std::int64_t one_shared = 4, merged = 3;

struct biased : head {
  biased() : head{"object"} {
    sync::label(*this, type);
    sync::label(owner, "ob_tid");
    sync::label(local, "ob_ref_local");
    sync::label(shared, "ob_ref_shared");
  }
  sync::atomic<std::uint32_t> owner{1};
  sync::atomic<std::int64_t> local{1};            // the owner's reference
  sync::atomic<std::int64_t> shared{one_shared};  // another thread's
};

// _Py_ExplicitMergeRefcount, which also drops the owner's reference.
template <bool ClearsFirst>
void merge_and_drop(biased* o) {
  auto clear = [o] {
    o->local.store(0, std::memory_order_relaxed);
    o->owner.store(0, std::memory_order_relaxed);
  };
  const std::int64_t local = o->local.load(std::memory_order_relaxed);
  if (ClearsFirst) clear();
  std::int64_t seen = o->shared.load(std::memory_order_relaxed);
  std::int64_t sum = 0;
  do {
    sum = seen / one_shared + local - 1;
  } while (!o->shared.compare_exchange_strong(
      seen, sum * one_shared + merged, std::memory_order_acq_rel, std::memory_order_relaxed));
  if (!ClearsFirst) clear();
  if (sum == 0) sync::destroy(o);
}

// One thread merges, the other drops its shared reference.
template <bool ClearsFirst>
void merge_and_decref() {
  auto* o = sync::make_at<biased>(sync::site::current());
  sync::parallel([o] { merge_and_drop<ClearsFirst>(o); },
                 [o] {
                   const std::int64_t before =
                       o->shared.fetch_sub(one_shared, std::memory_order_acq_rel);
                   if (before - one_shared == merged) sync::destroy(o);
                 });
}

// The owner counts up; another thread wants the object to be immortal.
template <bool Copies>
void count_and_immortalise() {
  constexpr std::int64_t immortal = -1;
  biased o, copy;  // the copy is the other thread's
  biased& made_immortal = Copies ? copy : o;
  sync::parallel(
      [&] {
        const std::int64_t local = o.local.load(std::memory_order_relaxed);
        if (local != immortal) o.local.store(local + 1, std::memory_order_relaxed);
      },
      [&] { made_immortal.local.store(immortal, std::memory_order_relaxed); });
  sync::check(made_immortal.local.load(std::memory_order_relaxed) == immortal,
              "what has been made immortal is immortal");
}

// zip's result tuple, to which the iterator has a reference.
struct tuple : head {
  tuple() : head{"tuple"} {
    sync::label(*this, type);
    sync::label(references, "references");
    sync::label(item, "ob_item[0]");
  }
  sync::atomic<int> references{1};
  sync::var<int> item{0};
};

// Two threads call next on one zip; who does not get the tuple makes its own, as if.
template <bool InOneStep>
void two_nexts() {
  tuple result;
  auto next = [&result](int item) {
    int one = 1;
    if (InOneStep) {
      if (!result.references.compare_exchange_strong(one, 2, std::memory_order_acquire)) return;
    } else {
      if (result.references.load(std::memory_order_acquire) != 1) return;
      result.references.add_unread(1, std::memory_order_relaxed);
    }
    result.item.set(item);
  };
  sync::parallel([&] { next(1); }, [&] { next(2); });
}

constexpr const char* merging = "gh-119999, gh-120000: race in _Py_ExplicitMergeRefcount";
constexpr const char* immortal = "gh-113956, gh-148886: _Py_SetImmortal on another thread's object";
constexpr const char* unique = "gh-123271, gh-123272: zip() uses its result tuple again";

}  // namespace

void register_refcounts(registry& out) {
  out.add({.id = "cpython.merge_refcount/fix=none",
           .summary = "fields are cleared when the last reference may be gone",
           .provenance = merging,
           .expected = "use-after-free"},
          this_backend, merge_and_decref<false>);
  out.add({.id = "cpython.merge_refcount/fix=clear_first",
           .summary = "nothing is touched once the merged count is published",
           .provenance = merging},
          this_backend, merge_and_decref<true>);
  out.add({.id = "cpython.immortalise/fix=none",
           .summary = "the owner's plain store undoes immortality",
           .provenance = immortal,
           .expected = "check"},
          this_backend, count_and_immortalise<false>);
  out.add({.id = "cpython.immortalise/fix=copy",
           .summary = "only an object's owner touches its local count",
           .provenance = immortal},
          this_backend, count_and_immortalise<true>);
  out.add({.id = "cpython.zip_result/fix=none",
           .summary = "two threads find that nobody else has the tuple, and both fill it",
           .provenance = unique,
           .expected = "race"},
          this_backend, two_nexts<false>);
  out.add({.id = "cpython.zip_result/fix=one_step",
           .summary = "a compare-exchange finds it for one of them",
           .provenance = unique},
          this_backend, two_nexts<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
