// What a count policy keeps besides the counts: queues, logs, tallies of each thread.
//
// Some policies put off part of their work: a thread writes down what is to be counted, and
// somebody counts later. They have a `domain`, one for a runtime, of which every thread that counts
// must be a `member`; between two operations each thread comes to a safepoint now and then.
// Policies without one have no_domain, and all of this is nothing:
//
//   interp::runtime rt;
//   interp::count_domain<Count> counts(rt);
//   const interp::count_member<Count> here(counts);   // in each thread, the main one too
//   … here.safepoint(); …
//   counts.settle();   // at the end, when no other thread is about
#pragma once

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// A base without use of its own: runtime knows no policy by name.
class domain_base {
 protected:
  domain_base() = default;
  ~domain_base() = default;
  domain_base(const domain_base&) = delete;
  domain_base& operator=(const domain_base&) = delete;
};

struct no_domain {
  explicit no_domain(runtime&) {}
  struct member {
    explicit member(no_domain&) {}
    ~member() {}  // not trivial, so that an unused one is no warning
    void safepoint() const {}
  };
  // All that was put off is counted, and what nobody has is freed.
  void settle() {}
};

template <class Count>
struct domain_of {
  using type = no_domain;
};
template <class Count>
requires requires { typename Count::domain; }
struct domain_of<Count> {
  using type = typename Count::domain;
};

}  // namespace refcount

template <class Count>
using count_domain = typename refcount::domain_of<Count>::type;
template <class Count>
using count_member = typename count_domain<Count>::member;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
