// The automatic lock round an extension: what it mends, and what calls out of the extension make of
// it.
#include "interp_core/ext/automatic_lock.hpp"
#include "interp_core/gil/gil.hpp"
#include "interp_core/lock/pthread_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace automatic_lock = interp::automatic_lock;
using interp::in_extension;
using interp::out_of_extension;

// The recursive lock with its native half taken for granted: it has scenarios of its own.
using recursive = automatic_lock::kept<interp::pthread_recursive_lock>;

// An extension: its lock, and the static that its functions count in.
template <class Lock>
struct extension {
  extension() { sync::label(counter, "extension's static"); }

  void count() {
    in_extension(lock, [this] { counter.set(counter.get() + 1); });
  }
  // Counts, and then calls `out`.
  template <class Body>
  void count_and_call(Body out) {
    in_extension(lock, [&] {
      counter.set(counter.get() + 1);
      out_of_extension(lock, out);
    });
  }

  Lock lock;
  sync::var<int> counter{0};
};

// Each of two threads calls each of two extensions.
template <class Lock>
void two_extensions() {
  extension<Lock> a, b;
  sync::parallel(
      [&] {
        a.count();
        b.count();
      },
      [&] {
        b.count();
        a.count();
      });
  sync::check(a.counter.get() == 2 && b.counter.get() == 2, "each call is counted");
}

// A function of the extension calls the interpreter, which calls the extension again.
template <class Lock>
void called_back() {
  extension<Lock> a;
  const auto call = [&] { a.count_and_call([&] { a.count(); }); };
  sync::parallel(call, call);
  sync::check(a.counter.get() == 4, "each call is counted");
}

// From either of two threads: an extension whose function calls one of the other's.
template <class Lock>
void crosswise() {
  extension<Lock> a, b;
  sync::parallel([&] { a.count_and_call([&] { b.count(); }); },
                 [&] { b.count_and_call([&] { a.count(); }); });
  sync::check(a.counter.get() == 2 && b.counter.get() == 2, "each call is counted");
}

// The same where only one calls the other.
template <class Lock>
void one_way() {
  extension<Lock> a, b;
  sync::parallel([&] { a.count_and_call([&] { b.count(); }); }, [&] { b.count(); });
  sync::check(b.counter.get() == 2, "each call is counted");
}

// An extension that looks at its static, calls out, and goes by what it saw.
template <class Lock>
void across_a_call() {
  extension<Lock> a;
  const auto call = [&] {
    in_extension(a.lock, [&] {
      const int seen = a.counter.get();
      out_of_extension(a.lock, [] {});
      a.counter.set(seen + 1);
    });
  };
  sync::parallel(call, call);
  sync::check(a.counter.get() == 2, "nobody comes between");
}

// And so it was with the GIL, which the interpreter hands over between two instructions.
void across_a_call_with_gil() {
  interp::basic_gil<interp::gil_waiting::assumed> gil(std::chrono::nanoseconds{0});
  sync::var<int> counter{0};
  sync::label(counter, "extension's static");
  const auto call = [&] {
    interp::thread_state me;
    const interp::with_gil_held held(gil, me);
    const int seen = counter.get();
    gil.checkpoint(me);  // called out
    counter.set(seen + 1);
  };
  sync::parallel(call, call);
  sync::check(counter.get() == 2, "nobody comes between");
}

constexpr const char* talk = "Gilectomy talk, checklist 14: an automatic lock (Eric Snow)";
constexpr const char* own = "our own: what checklist 14 costs";
constexpr const char* ours = "our own: the lock of checklist 14, given back round calls out";

const variant_row entries[] = {
    {"ext.automatic_lock/lock=none", "two threads in an extension that relied on the GIL", talk,
     two_extensions<automatic_lock::none>, "race"},
    {"ext.automatic_lock/lock=plain", "one thread at a time in each of them", talk,
     two_extensions<automatic_lock::plain>},
    {"ext.automatic_lock/lock=recursive", "the same with a recursive lock", talk,
     two_extensions<recursive>},
    {"ext.automatic_lock/lock=lets_go", "the same with one that is given back round calls out",
     ours, two_extensions<automatic_lock::lets_go>},
    {"ext.callback/lock=plain", "a thread waits for the lock that it has", talk,
     called_back<automatic_lock::plain>, "misuse"},
    {"ext.callback/lock=recursive", "it may come back", talk, called_back<recursive>},
    {"ext.callback/lock=lets_go", "it comes back to a lock that is free", ours,
     called_back<automatic_lock::lets_go>},
    {"ext.one_way/lock=recursive", "an extension that calls another one, which calls nobody", own,
     one_way<recursive>},
    {"ext.crosswise/lock=recursive", "each extension is locked, and waits for the other", own,
     crosswise<recursive>, "deadlock"},
    {"ext.crosswise/lock=lets_go", "nobody waits with a lock", ours,
     crosswise<automatic_lock::lets_go>},
    {"ext.across_call/lock=recursive", "a call out is a part of the function that makes it", talk,
     across_a_call<recursive>},
    {"ext.across_call/lock=lets_go", "another thread has been there meanwhile", ours,
     across_a_call<automatic_lock::lets_go>, "check"},
    {"ext.across_call/lock=gil", "with the GIL it may have been there as well", own,
     across_a_call_with_gil, "check"},
};

}  // namespace

void register_ext_lock(registry& out);
void register_ext_lock(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
