// Policies that count what is done through them.
#pragma once

#include <cstdint>

#include "interp_core/build.hpp"
#include "interp_core/lock/futex_rules.hpp"
#include "model/sync/sync.hpp"

namespace fib_bench {
inline namespace SUTURE_BACKEND_NAMESPACE {

struct tally {
  std::uint64_t counts = 0, writes = 0, migrations = 0, locks = 0, waits = 0;
};
inline thread_local tally this_thread;

// Tracks: also who wrote a count last. That field is nobody's but the engine's, whose threads take
// turns.
template <class Base, bool Tracks>
class counting : public Base {
 public:
  void increment(interp::runtime& rt) {
    note();
    Base::increment(rt);
  }
  bool decrement(interp::runtime& rt) {
    note();
    return Base::decrement(rt);
  }

 private:
  void note() {
    ++this_thread.counts;
    if constexpr (requires(Base b) { b.is_immortal(); })
      if (this->is_immortal()) return;
    ++this_thread.writes;
    if constexpr (Tracks) {
      const std::uint32_t me = sync::this_thread_id();
      if (last_writer_ != me) ++this_thread.migrations;
      last_writer_ = me;
    }
  }

  std::uint32_t last_writer_ = sync::this_thread_id();
};

struct counting_rules : interp::futex_rules {
  static void sleep(sync::atomic<std::uint32_t>& word, std::uint32_t expected) {
    ++this_thread.waits;
    futex_rules::sleep(word, expected);
  }
};

template <class Base>
struct counting_locks : Base {
  static void enter(interp::runtime& rt, typename Base::in_object& lock, typename Base::section& s,
                    sync::site where) {
    ++this_thread.locks;
    Base::enter(rt, lock, s, where);
  }
};

// The build with a GIL, with another count and another way of waiting.
template <class Count, class Waiting>
struct gil_build : interp::basic_build<Count, interp::locking::none> {
  struct str_policies : interp::str_policies {
    using count = Count;
    using lock = interp::lazy_lock::none;
  };
  using str = interp::str<str_policies>;
  using gil = interp::basic_gil<Waiting>;
  using freelists = interp::shared_freelists<interp::locking::none>;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace fib_bench
