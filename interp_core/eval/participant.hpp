// What a thread must be a member of while it runs code: counts, freelists, grace periods, as far as
// a build has them.
#pragma once

#include <cstdint>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/runtime.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// In the place of what a build has not.
struct no_grace {
  no_grace(runtime&, std::uint32_t) {}
  struct member {
    member(no_grace&, std::uint32_t) {}
    void quiescent() const {}
  };
};
template <class Freelists>
struct freelists_of_all {
  explicit freelists_of_all(Freelists&) {}
};
template <class Freelists>
struct freelists_member {
  using type = freelists_of_all<Freelists>;
};
template <class Freelists>
requires requires { typename Freelists::member; }
struct freelists_member<Freelists> {
  using type = typename Freelists::member;
};

// The calling thread, for as long as this lasts.
template <class Build>
class participant {
 public:
  using counts = count_domain<typename Build::count>;
  using freelists = typename Build::freelists;
  using grace = std::conditional_t<Build::has_lock_free_readers, grace_periods, no_grace>;

  // `which` is a number below Build::most_threads that no other thread has at the time.
  participant(counts& c, freelists& f, grace& g, std::uint32_t which)
      : grace_(g, which), freelists_(f), counts_(c) {}

  // Between two instructions: holds no pointer that it read without a lock.
  void safepoint() {
    counts_.safepoint();
    if constexpr (Build::has_lock_free_readers)
      if (++safepoints_ % 256 == 0) grace_.quiescent();  // it writes to what others read
  }

 private:
  typename grace::member grace_;
  typename freelists_member<freelists>::type freelists_;
  typename counts::member counts_;  // ends first: it frees objects
  std::uint32_t safepoints_ = 0;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
