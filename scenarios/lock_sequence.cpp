// The sequence lock: what is read under it belongs together.
#include "interp_core/lock/sequence_lock.hpp"

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::sequence_rules;

struct relaxed_end : sequence_rules {
  static constexpr std::memory_order done_order = std::memory_order_relaxed;
};
struct writers_meet : sequence_rules {
  static constexpr bool excludes_writers = false;
};

// Two fields that always have the same value, for whoever looks under the lock.
template <class Rules>
struct twins {
  twins() {
    sync::label(left, "left");
    sync::label(right, "right");
  }

  void write(int value) {
    lock.begin_write();
    left.store(value, std::memory_order_relaxed);
    right.store(value, std::memory_order_relaxed);
    lock.end_write();
  }

  // False where somebody has written meanwhile.
  bool read(int& l, int& r) const {
    const std::uint32_t begun = lock.begin_read();
    l = left.load(std::memory_order_relaxed);
    r = right.load(std::memory_order_relaxed);
    return lock.has_not_changed(begun);
  }

  interp::basic_sequence_lock<Rules> lock;
  sync::atomic<int> left{0}, right{0};
};

template <class Rules>
void read_while_written() {
  twins<Rules> both;
  int l = 0, r = 0;
  bool valid = false;
  sync::parallel([&] { both.write(1); }, [&] { valid = both.read(l, r); });
  sync::check(!valid || l == r, "what is read belongs together");
}

template <class Rules>
void two_writers() {
  twins<Rules> both;
  sync::parallel([&] { both.write(1); }, [&] { both.write(2); });
  sync::check(both.left.load() == both.right.load(), "what is written belongs together");
}

// A writer finds that it has nothing to write, beside one that has.
template <bool Gives>
void given_up() {
  twins<sequence_rules> both;
  sync::parallel(
      [&] {
        both.lock.begin_write();
        if (Gives) both.lock.abandon_write();
      },
      [&] { both.write(2); });
  int l = 0, r = 0;
  sync::check(both.read(l, r) && l == 2 && r == 2, "what was written can be read");
}

constexpr const char* sequence = "CPython's _PySeqLock (lock.c), 3.13";
constexpr const char* own = "our mutant of CPython's _PySeqLock";

}  // namespace

void register_lock_sequence(registry& out);
void register_lock_sequence(registry& out) {
  out.add({.id = "lock.sequence/mistake=none",
           .summary = "who has seen a field written sees the number changed",
           .provenance = sequence},
          this_backend, read_while_written<sequence_rules>);
  out.add({.id = "lock.sequence/mistake=relaxed_end",
           .summary = "who sees that the writer is done need not see what it wrote",
           .provenance = own,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, read_while_written<relaxed_end>);
  out.add({.id = "lock.sequence_writers/mistake=none",
           .summary = "writers take turns",
           .provenance = sequence},
          this_backend, two_writers<sequence_rules>);
  out.add({.id = "lock.sequence_writers/mistake=meet",
           .summary = "a writer takes an odd number for its own",
           .provenance = own,
           .expected = "check"},
          this_backend, two_writers<writers_meet>);
  out.add({.id = "lock.sequence_abandoned/mistake=none",
           .summary = "a writer with nothing to write gives the number back as it was",
           .provenance = sequence},
          this_backend, given_up<true>);
  out.add({.id = "lock.sequence_abandoned/mistake=forgotten",
           .summary = "a writer returns early, and the number stays odd",
           .provenance = own,
           .expected = "deadlock"},
          this_backend, given_up<false>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
