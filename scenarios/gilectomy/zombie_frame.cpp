// G16: co_zombieframe, the frame that each code object keeps for its next call.
//
// frameobject.c, in our own words: PyFrame_New takes the code object's zombie frame if there is one
// and sets the field to null; frame_dealloc puts the frame back. Test and take are two steps, and
// two threads that call the same function get the same frame. The Gilectomy switched the zombie
// frame off: "this causes crashes, must be a race condition. I can live without the optimization".
// The field is an atomic here, so that what is found is the frame used twice.
//
// Fixed: an exchange takes the frame, so one caller gets it and the other makes its own.
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

struct frame : head {
  frame() : head{"frame"} {
    sync::label(*this, type);
    sync::label(local, "f_localsplus[0]");
  }
  sync::var<int> local{0};
};

struct code {
  code() { sync::label(zombie, "co_zombieframe"); }
  ~code() { sync::destroy(zombie.load(std::memory_order_relaxed)); }

  sync::atomic<frame*> zombie{sync::make_at<frame>(sync::site::current())};
};

struct test_and_take {
  static frame* take(code& of) {
    frame* zombie = of.zombie.load(std::memory_order_acquire);
    if (zombie != nullptr) of.zombie.store(nullptr, std::memory_order_relaxed);
    return zombie;
  }
};

struct exchange {
  static frame* take(code& of) { return of.zombie.exchange(nullptr, std::memory_order_acquire); }
};

// Two threads call the same function with different arguments. The frames live on, as those of
// generators do.
template <class Take>
void two_calls() {
  code function;
  frame* frames[2] = {};
  auto call = [&](int i) {
    frames[i] = Take::take(function);
    if (frames[i] == nullptr) frames[i] = sync::make_at<frame>(sync::site::current());
    frames[i]->local.set(i);
  };
  sync::parallel([&] { call(0); }, [&] { call(1); });
  sync::check(frames[0]->local.get() == 0 && frames[1]->local.get() == 1,
              "each call has its own arguments");
  sync::destroy(frames[0]);
  sync::destroy(frames[1]);
}

constexpr const char* source = "Gilectomy bug G16: frameobject.c, co_zombieframe (first state)";

}  // namespace

void register_zombie_frame(registry& out) {
  out.add({.id = "gilectomy.zombie_frame/fix=none",
           .summary = "two calls of one function work in the same frame",
           .provenance = source,
           .expected = "race"},
          this_backend, two_calls<test_and_take>);
  out.add({.id = "gilectomy.zombie_frame/fix=exchange",
           .summary = "one call gets the zombie frame, the other makes its own",
           .provenance = source},
          this_backend, two_calls<exchange>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
