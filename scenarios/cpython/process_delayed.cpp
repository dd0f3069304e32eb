// gh-124375: the queues of threads that are not yet complete.
//
// The collector of free-threaded CPython, with the world stopped, freed what waits in the queues of
// all threads, each by the QSBR state of its thread. A new thread is in the list of threads before
// it has one.
//
// Fixed: it takes the queues over, and goes by its own state.
#include <algorithm>

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

struct qsbr_state {
  qsbr_state() { sync::label(sequence, "qsbr->seq"); }
  sync::atomic<int> sequence{1};
};

struct with_state {
  with_state() { sync::label(qsbr, "tstate->qsbr"); }
  // _Py_qsbr_register, by when the thread is listed.
  void complete() { qsbr.store(&own, std::memory_order_release); }

  sync::atomic<qsbr_state*> qsbr{nullptr};
  qsbr_state own;
};

// Listed last, and so without a state for a moment.
struct thread : with_state, world::member {
  explicit thread(world& all) : world::member(all) {}
};

// The number up to which what waits in the queue of `of` may be freed; by `me`, which has stopped
// the world. Zero: by the state of a thread that has none.
template <bool Steals>
int freed_up_to(thread& me, thread& of) {
  const qsbr_state* const by = (Steals ? me : of).qsbr.load(std::memory_order_acquire);
  return by == nullptr ? 0 : by->sequence.load(std::memory_order_relaxed);
}

template <bool Steals>
void begin_and_collect() {
  world all;
  thread collector(all);
  collector.complete();
  int least = 1;
  sync::parallel(
      [&] {
        thread me(all);
        me.complete();
        me.attach();
      },
      [&] {
        collector.attach();
        {
          const interp::stopped_world stopped(all, collector);
          all.for_each([&](world::member& m) {
            least = std::min(least, freed_up_to<Steals>(collector, static_cast<thread&>(m)));
          });
        }
        collector.detach();
      });
  sync::check(least == 1, "a thread whose queue is looked at has a qsbr state");
}

constexpr const char* source = "gh-124375: delayed frees of a thread without a QSBR state";

}  // namespace

void register_process_delayed(registry& out) {
  out.add({.id = "cpython.process_delayed/fix=none",
           .summary = "a thread is listed before it has the state that is used",
           .provenance = source,
           .expected = "check"},
          this_backend, begin_and_collect<false>);
  out.add({.id = "cpython.process_delayed/fix=steal",
           .summary = "its queue is taken over, by a thread that has one",
           .provenance = source},
          this_backend, begin_and_collect<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
