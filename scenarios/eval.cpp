// Whole programs: the evaluator runs a few lines of Python in two threads.
#include <string>

#include "interp_core/build.hpp"
#include "interp_core/eval/evaluator.hpp"
#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace refcount = interp::refcount;

// A build with little to set up: few small integers, and room for two dead frames.
template <class Base>
struct small : Base {
  static constexpr std::int64_t least_small_int = 0, greatest_small_int = 8;
  static constexpr interp::freelist_room room =
      interp::room_for_only<interp::freelist_kind::frame, 2>;
  static constexpr std::uint32_t most_threads = 3;
};
struct gil_build : small<interp::with_gil> {
  using gil = interp::basic_gil<interp::gil_waiting::assumed>;
};
struct gil_taken_out : small<interp::with_gil> {
  using gil = interp::no_gil;
};
using atomic_build = small<interp::without_gil<refcount::atomic, interp::locking::assumed>>;
struct immortal_build : small<interp::without_gil<refcount::immortal, interp::locking::assumed>> {};
struct biased_rules : refcount::biased_rules {
  static constexpr std::size_t buckets = 2;
};
using biased = refcount::basic_biased<biased_rules>;
struct biased_build : small<interp::without_gil<biased, interp::locking::assumed>> {};
struct lock_free_build : small<interp::with_lock_free_globals<biased, interp::locking::assumed>> {};
// The bug of the Gilectomy: a global is looked up, and counted only after the dict is unlocked.
struct borrowing_build : atomic_build {
  struct dict_policies : atomic_build::dict_policies {
    static constexpr bool takes_reference_under_lock = false;
  };
  using dict = interp::dict<dict_policies>;
  using globals = dict;
};

constexpr std::chrono::nanoseconds at_once{0};

// Runs the module, and then its functions `one` and `other` in two threads; what they return.
struct answers {
  std::int64_t one = -1, other = -1;
};
template <class Build>
answers run_both(interp::interpreter<Build>& all, const char* one, const char* other,
                 const std::vector<std::int64_t>& arguments) {
  {
    interp::evaluator<Build> here(all);
    const interp::uncaught ended = here.run_module();
    sync::check(ended.what == interp::error::none, "the module runs to its end");
  }
  answers found;
  all.in_threads(2, [&](interp::evaluator<Build>& here, std::size_t i) {
    const interp::uncaught ended =
        here.call(i == 0 ? one : other, arguments, i == 0 ? found.one : found.other);
    sync::check(ended.what == interp::error::none, interp::to_string(ended.what));
  });
  return found;
}

constexpr const char* fib_source =
    "def fib(n):\n"
    "  if n < 2:\n"
    "    return 1\n"
    "  return fib(n-1) + fib(n-2)\n";

// The talk's benchmark.
template <class Build>
void two_fibs() {
  static const interp::program code = interp::compile(fib_source);
  interp::interpreter<Build> all(code, at_once);
  const answers found = run_both(all, "fib", "fib", {3});
  sync::check(found.one == 3 && found.other == 3, "fib(3) is 3");
}

// A module's global is rebound while another thread uses what it was.
template <class Build>
void rebound_global() {
  static const interp::program code = interp::compile(
      "x = 50 * 2\n"
      "def read():\n"
      "  return x + 1\n"
      "def rebind():\n"
      "  global x\n"
      "  x = 50 * 3\n");
  interp::interpreter<Build> all(code, at_once);
  const answers found = run_both(all, "read", "rebind", {});
  sync::check(found.one == 101 || found.one == 151, "a reader finds the one or the other");
}

// n = n + 1 in two threads: under this evaluator's GIL one step, since it has no call in it.
template <class Build>
void two_increments() {
  static const interp::program code = interp::compile(
      "n = 0\n"
      "def increment():\n"
      "  global n\n"
      "  n = n + 1\n"
      "def value():\n"
      "  return n\n");
  interp::interpreter<Build> all(code, at_once);
  run_both(all, "increment", "increment", {});
  std::int64_t value = -1;
  interp::evaluator<Build> here(all);
  here.call("value", {}, value);
  sync::check(value == 2, "both increments count");
}

// Two threads append to one list.
template <class Build>
void two_appends() {
  static const interp::program code = interp::compile(
      "x = []\n"
      "def append():\n"
      "  x.append(1)\n"
      "def length():\n"
      "  return len(x)\n");
  interp::interpreter<Build> all(code, at_once);
  run_both(all, "append", "append", {});
  std::int64_t length = -1;
  interp::evaluator<Build> here(all);
  here.call("length", {}, length);
  sync::check(length == 2, "both items are in the list");
}

constexpr const char* benchmark = "Gilectomy talk, checklist 38: fib in several threads";
constexpr const char* no_op = "Gilectomy talk, checklist 35: the GIL is taken out";
constexpr const char* borrowed = "Gilectomy bug G4: a borrowed reference from _PyDict_LoadGlobal";
constexpr const char* atomicity = "Gilectomy talk, checklist 15: what is atomic";

void register_fib(registry& out) {
  out.add({.id = "eval.fib/build=gil",
           .summary = "fib(3) under a GIL that is handed over at every call where somebody waits",
           .provenance = benchmark},
          this_backend, two_fibs<gil_build>);
  out.add({.id = "eval.fib/build=gil_taken_out",
           .summary = "the same build with a GIL that does nothing",
           .provenance = no_op,
           .expected = "race"},
          this_backend, two_fibs<gil_taken_out>);
  out.add({.id = "eval.fib/build=atomic",
           .summary = "fib(3) with a lock in the module dict and atomic counts",
           .provenance = benchmark},
          this_backend, two_fibs<atomic_build>);
  out.add({.id = "eval.fib/build=immortal",
           .summary = "fib(3) where the function and small integers are immortal",
           .provenance = benchmark},
          this_backend, two_fibs<immortal_build>);
  out.add({.id = "eval.fib/build=biased",
           .summary = "fib(3) with biased counts",
           .provenance = benchmark},
          this_backend, two_fibs<biased_build>);
  out.add({.id = "eval.fib/build=lock_free",
           .summary = "fib(3) with biased counts and lookups that take no lock",
           .provenance = benchmark},
          this_backend, two_fibs<lock_free_build>);
}

void register_globals(registry& out) {
  out.add({.id = "eval.rebound_global/build=gil",
           .summary = "a lookup and what is done with it are not interrupted",
           .provenance = borrowed},
          this_backend, rebound_global<gil_build>);
  out.add({.id = "eval.rebound_global/build=atomic",
           .summary = "the lookup takes its reference under the dict's lock",
           .provenance = borrowed},
          this_backend, rebound_global<atomic_build>);
  out.add({.id = "eval.rebound_global/build=biased",
           .summary = "the same with biased counts",
           .provenance = borrowed},
          this_backend, rebound_global<biased_build>);
  out.add({.id = "eval.rebound_global/build=lock_free",
           .summary = "a reader without a lock takes a reference only to what still lives",
           .provenance = borrowed},
          this_backend, rebound_global<lock_free_build>);
  out.add({.id = "eval.rebound_global/build=borrowing",
           .summary = "the global is gone before its reader has counted",
           .provenance = borrowed,
           .expected = "use-after-free"},
          this_backend, rebound_global<borrowing_build>);
  out.add({.id = "eval.increment/build=gil",
           .summary = "n = n + 1 is one step where the GIL is handed over only at calls",
           .provenance = atomicity},
          this_backend, two_increments<gil_build>);
  out.add({.id = "eval.increment/build=atomic",
           .summary = "it is three steps without a GIL, and one increment is lost",
           .provenance = atomicity,
           .expected = "check"},
          this_backend, two_increments<atomic_build>);
  out.add({.id = "eval.append/build=gil",
           .summary = "two appends under the GIL",
           .provenance = atomicity},
          this_backend, two_appends<gil_build>);
  out.add({.id = "eval.append/build=atomic",
           .summary = "an append is one step under the list's lock",
           .provenance = atomicity},
          this_backend, two_appends<atomic_build>);
  out.add({.id = "eval.append/build=gil_taken_out",
           .summary = "two threads change the list at once",
           .provenance = no_op,
           .expected = "race"},
          this_backend, two_appends<gil_taken_out>);
}

}  // namespace

void register_eval(registry& out);
void register_eval(registry& out) {
  register_fib(out);
  register_globals(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
