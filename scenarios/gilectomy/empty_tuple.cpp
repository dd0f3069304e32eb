// G10: PyTuple_New(0), the empty tuple of which there is to be one.
//
// tupleobject.c, in our own words: the freelist of length 0 holds the one empty tuple. It is looked
// up under the freelist's lock; if it is not there yet, the lock is released, a tuple allocated,
// and stored under the lock taken again. Two threads that both missed store one each: `() is ()` is
// false, and the first one's own reference is never given back.
//
// Fixed: whoever comes back with a fresh tuple looks again, and keeps what is there. The lock is
// not held while memory is allocated, which was the reason for two regions.
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

template <bool LooksAgain>
class tuples {
 public:
  tuples() { sync::label(empty_, "free_list[0]"); }
  ~tuples() {
    if (thing* last = empty_.get()) last->drop();
  }

  // PyTuple_New(0): a new reference to the empty tuple.
  thing* make_empty() {
    {
      const sync::lock_guard held(lock_);
      if (thing* known = empty_.get()) return with_reference(known);
    }
    thing* fresh = thing::make(0);
    thing* known = nullptr;
    {
      const sync::lock_guard held(lock_);
      if (LooksAgain) known = empty_.get();
      if (known == nullptr) empty_.set(known = fresh);
      known->take();
    }
    if (known != fresh) fresh->drop();
    return known;
  }

 private:
  static thing* with_reference(thing* known) {
    known->take();
    return known;
  }

  sync::mutex lock_;
  sync::var<thing*> empty_{nullptr};  // owns one reference; protected by lock_
};

template <bool LooksAgain>
void two_empty_tuples() {
  tuples<LooksAgain> all;
  thing* made[2] = {};
  sync::parallel([&] { made[0] = all.make_empty(); }, [&] { made[1] = all.make_empty(); });
  sync::check(made[0] == made[1], "there is one empty tuple");
  made[0]->drop();
  made[1]->drop();
}

constexpr const char* source = "Gilectomy bug G10: tupleobject.c, PyTuple_New(0)";

}  // namespace

void register_empty_tuple(registry& out) {
  out.add({.id = "gilectomy.empty_tuple/fix=none",
           .summary = "miss and store are two locked regions: two empty tuples",
           .provenance = source,
           .expected = "check"},
          this_backend, two_empty_tuples<false>);
  out.add({.id = "gilectomy.empty_tuple/fix=second_look",
           .summary = "whoever comes second keeps the tuple that is there",
           .provenance = source},
          this_backend, two_empty_tuples<true>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
