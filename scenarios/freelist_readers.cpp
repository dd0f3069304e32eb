// Freelists beside readers without a lock: how soon may the block of a dead object be made another?
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/lock_free/shared_list.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/lock_free.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;
using interp::freelist_kind;
using lock_free::count;

// A number whose memory is a freelist's. Waits: a grace period, before it goes there.
template <bool Waits>
struct number_of_list : interp::object<count> {
  static number_of_list* create(interp::runtime& rt, long value) {
    return interp::make_object<number_of_list>(rt, freelist_kind::float_number,
                                               sync::site::current(), rt, value);
  }

  // Of make_object: see create.
  number_of_list(interp::runtime& rt, long v)
      : interp::object<count>(this_type), home(rt), value(v) {}

  interp::runtime& home;
  const long value;  // never changes, so it needs no protection

 private:
  static void end(void* o) {
    auto* const self = static_cast<number_of_list*>(o);
    interp::end_object(self->home, freelist_kind::float_number, self);
  }
  static void dealloc(interp::runtime& rt, interp::object<count>* o) {
    auto* const self = static_cast<number_of_list*>(o);
    if (Waits) {
      interp::call_later(rt, self, end);
    } else {
      end(self);
    }
  }
  static constexpr interp::type_object<count> this_type{.name = "number", .dealloc = dealloc};
};

// Tells that something has happened, and nothing of what was done before.
class flag {
 public:
  flag() { sync::label(is_up_, "flag"); }
  void raise() { is_up_.store(true, std::memory_order_relaxed); }
  void await() const {
    sync::spin_until([this] { return is_up_.load(std::memory_order_relaxed); });
  }

 private:
  sync::atomic<bool> is_up_{false};
};

// The main thread puts 2 in the place of 1, whose block its freelist keeps. The other one, of which
// the list knows already, gets what is in the list then: on a machine that orders little it may
// find the old pointer still.
template <bool Waits>
void get_and_replace() {
  using list = interp::shared_list<lock_free::right>;
  using number = number_of_list<Waits>;
  interp::runtime rt;
  interp::thread_freelists lists(rt, interp::room_for_only<freelist_kind::float_number>);
  const interp::thread_freelists::member mine(lists);
  interp::grace_periods grace(rt, 2);
  owned<list> shared(rt);
  flag is_known, is_replaced;
  auto* const first = number::create(rt, 1);
  sync::check(shared->append(rt, *first) == error::none, "append works");
  interp::decref(rt, *first);
  sync::thread reader([&] {
    interp::grace_periods::member here(grace, 1);
    const auto get = [&] {
      auto* const got = static_cast<number*>(shared->get(rt, 0).value);
      sync::check(got->value == 1 || got->value == 2, "an item is one that was put there");
      interp::decref(rt, *got);
    };
    get();
    is_known.raise();
    is_replaced.await();
    get();
    here.quiescent();
  });
  {
    interp::grace_periods::member here(grace, 0);
    is_known.await();
    auto* const second = number::create(rt, 2);
    sync::check(shared->set(rt, 0, *second) == error::none, "set works");
    interp::decref(rt, *second);
    is_replaced.raise();
    here.quiescent();
  }
  reader.join();
}

constexpr const char* rule =
    "free-threaded CPython: what a reader may try to take is not reused before it has passed";

}  // namespace

void register_freelist_readers(registry& out);
void register_freelist_readers(registry& out) {
  out.add({.id = "freelist.lock_free_reader/mistake=none",
           .summary = "a block goes to the freelist a grace period after its object",
           .provenance = rule,
           .threads = 1},
          this_backend, get_and_replace<true>);
  // Relacy knows no retired memory.
  if (this_backend == backend::relacy) return;
  out.add({.id = "freelist.lock_free_reader/mistake=at_once",
           .summary = "an old pointer leads a reader to a block that waits in the freelist",
           .provenance = rule,
           .expected = "retired-access",
           .otherwise = verified_up_to_tso,
           .threads = 1},
          this_backend, get_and_replace<false>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
