// G9: slice_cache, the freelist of one entry that the Gilectomy left without a lock.
//
// sliceobject.c, in our own words: PySlice_New looks whether the cache holds a slice, takes it and
// empties the cache; slice_dealloc looks whether the cache is empty and puts its slice there. With
// a GIL look and store are one step. The pointer is an atomic here, so that what is found is not
// the data race on it but what comes of it.
//
// Fixed: each side is one step. An exchange empties the cache for exactly one thread, a
// compare-exchange fills it only while it is empty.
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

struct slice : head {
  explicit slice(int from) : head{"slice"}, start(from) {
    sync::label(*this, type);
    sync::label(start, "start");
  }
  sync::var<int> start;
};

// Look, then store.
struct two_steps {
  static slice* empty(sync::atomic<slice*>& cache) {
    slice* cached = cache.load(std::memory_order_acquire);
    if (cached != nullptr) cache.store(nullptr, std::memory_order_relaxed);
    return cached;
  }
  static bool fill(sync::atomic<slice*>& cache, slice* dead) {
    if (cache.load(std::memory_order_relaxed) != nullptr) return false;
    cache.store(dead, std::memory_order_release);
    return true;
  }
};

// Look and store at once.
struct one_step {
  static slice* empty(sync::atomic<slice*>& cache) {
    return cache.exchange(nullptr, std::memory_order_acquire);
  }
  static bool fill(sync::atomic<slice*>& cache, slice* dead) {
    slice* none = nullptr;
    return cache.compare_exchange_strong(none, dead, std::memory_order_release,
                                         std::memory_order_relaxed);
  }
};

// PySlice_New and slice_dealloc over the cache.
template <class Steps>
class slices {
 public:
  slices() { sync::label(cache_, "slice_cache"); }
  ~slices() {
    slice* last = cache_.load(std::memory_order_relaxed);
    if (last == nullptr) return;
    sync::revive(last);
    sync::destroy(last);
  }

  slice* make(int start) {
    slice* cached = Steps::empty(cache_);
    if (cached == nullptr) return sync::make_at<slice>(sync::site::current(), start);
    sync::revive(cached);
    cached->start.set(start);
    return cached;
  }

  void dealloc(slice* dead) {
    sync::retire(dead);
    if (Steps::fill(cache_, dead)) return;
    sync::revive(dead);
    sync::destroy(dead);
  }

 private:
  sync::atomic<slice*> cache_{nullptr};
};

// The cache holds a slice, and two threads make one each.
template <class Steps>
void two_new() {
  slices<Steps> all;
  all.dealloc(all.make(0));
  slice* made[2] = {};
  sync::parallel([&] { made[0] = all.make(1); }, [&] { made[1] = all.make(2); });
  sync::check(made[0]->start.get() == 1 && made[1]->start.get() == 2,
              "each thread has a slice of its own");
  all.dealloc(made[0]);
  all.dealloc(made[1]);
}

// The cache is empty, and two threads drop a slice each.
template <class Steps>
void two_dealloc() {
  slices<Steps> all;
  slice* a = all.make(1);
  slice* b = all.make(2);
  sync::parallel([&] { all.dealloc(a); }, [&] { all.dealloc(b); });
}

constexpr const char* source = "Gilectomy bug G9: sliceobject.c, slice_cache has no lock";

}  // namespace

void register_slice_cache(registry& out) {
  // Relacy knows no memory that is put away, and would name the race on the slice.
  if (this_backend != backend::relacy)
    out.add({.id = "gilectomy.slice_new/fix=none",
             .summary = "two threads take the same slice out of the cache",
             .provenance = source,
             .expected = "retired-access"},
            this_backend, two_new<two_steps>);
  out.add({.id = "gilectomy.slice_new/fix=one_step",
           .summary = "an exchange empties the cache for one thread only",
           .provenance = source},
          this_backend, two_new<one_step>);
  out.add({.id = "gilectomy.slice_dealloc/fix=none",
           .summary = "both find the cache empty, and the slice put there first is lost",
           .provenance = source,
           .expected = "leak"},
          this_backend, two_dealloc<two_steps>);
  out.add({.id = "gilectomy.slice_dealloc/fix=one_step",
           .summary = "a compare-exchange fills the cache only while it is empty",
           .provenance = source},
          this_backend, two_dealloc<one_step>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
