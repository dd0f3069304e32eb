// What the lock-free families of list and dict share: an owner that writes, and a reader.
#pragma once

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/lock_free/lock_free_policies.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace lock_free {

// The right choices, and each of the mistakes interp_core's lock-free containers can be told.
struct right : interp::lock_free_policies {
  using locking = interp::locking::assumed;
};
struct frees_at_once : right {
  static constexpr bool waits_to_free = false;
};
struct plain_incref : right {
  static constexpr bool tries_to_take = false;
};
struct no_mark : right {
  static constexpr bool marks_on_read = false;
};
struct relaxed_mark : right {
  static constexpr std::memory_order load_mark = std::memory_order_relaxed;
};
struct trusts_size : right {
  static constexpr bool asks_the_array = false;
};
struct plain_moves : right {
  static constexpr bool moves_atomically = false;
};
struct unready_array : right {
  static constexpr bool clears_before_publishing = false;
};
struct relaxed_publication : right {
  static constexpr std::memory_order publish = std::memory_order_relaxed;
};

using count = right::count;
using integer = number<count>;

// The main thread makes and fills a container, which it then owns, and writes while another thread
// reads. Both say that they hold no pointer any more when they are done.
template <class Container, class Fill, class Write, class Read>
void owner_and_reader(Fill fill, Write write, Read read) {
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  owned<Container> shared(rt);
  fill(rt, *shared);
  sync::thread reader([&] {
    interp::grace_periods::member here(grace, 1);
    read(rt, *shared);
    here.quiescent();
  });
  {
    interp::grace_periods::member here(grace, 0);
    write(rt, *shared);
    here.quiescent();
  }
  reader.join();
}

}  // namespace lock_free
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
