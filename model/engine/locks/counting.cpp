// Semaphores, latches, barriers and once flags: a word that is counted, and waited for as a mutex
// is. What the standard leaves undefined about them is a finding.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "model/engine/execution.hpp"
#include "model/engine/loops/standing.hpp"
#include "model/engine/waits/until.hpp"
#include "model/sync/engine/hooks.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture::hooks {

namespace {

void misuse(execution& e, const cell& c, const site& where, std::string_view does,
            std::string_view why) {
  const std::string who = fmt::format("thread {}", e.current());
  const std::string what =
      fmt::format(fmt::runtime(does), e.objects().described(e.lives().locate(c, where)));
  e.report({std::string(finding_kind::misuse),
            fmt::format("{} {} at {}{}", who, what, to_string(where), why),
            {{fmt::format("{} {}", who, what), where}},
            {}});
}

}  // namespace

void forbidden(const char* what, const site& where) {
  const stack_gap gap;
  execution* const e = execution::active();
  if (e == nullptr) {
    std::fprintf(stderr, "suture: %s, at %s\n", what, to_string(where).c_str());
    std::abort();
  }
  e->undisturbed([&] {
    const std::string who = fmt::format("thread {}", e->current());
    e->report({std::string(finding_kind::misuse),
               fmt::format("{} at {}: {}", who, to_string(where), what),
               {{fmt::format("{} calls", who), where}},
               {}});
  });
}

bool acquire_permit(cell& c, const std::int64_t* deadline, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr) return try_permit(c, where);
  e->called_from(call_frame());
  if (e->over()) return false;
  const location_id l = e->lives().locate(c, where);
  const auto wait = [&] { return e->acquire(l, await_condition::nonzero, rmw_op::take, 1, where); };
  if (deadline != nullptr) {
    return e->until(
        *deadline, where, [&] { return e->attempt(c, rmw_op::take, 1, where); }, wait);
  }
  wait();
  return true;
}

bool try_permit(cell& c, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    return e->attempt(c, rmw_op::take, 1, where);
  }
  return c.bits != 0 && c.bits-- != 0;
}

void release_permits(cell& c, std::uint64_t n, std::uint64_t most, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr) {
    c.bits += n;
    return;
  }
  e->called_from(call_frame());
  const std::memory_order order =
      mutated("permits_hand_over") ? std::memory_order_relaxed : std::memory_order_release;
  e->undisturbed([&] {
    const std::uint64_t before = e->update(c, rmw_op::add, n, order, where);
    if (before + n <= most || mutated("permits_have_a_maximum")) return;
    misuse(*e, c, where, fmt::format("releases {} of {{}}", n),
           fmt::format(", which is at {}: it takes {} at most", before, most));
  });
}

void count_down(cell& c, std::uint64_t n, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr) {
    c.bits -= n;
    return;
  }
  e->called_from(call_frame());
  const std::memory_order order =
      mutated("latches_hand_over") ? std::memory_order_relaxed : std::memory_order_release;
  e->undisturbed([&] {
    const std::uint64_t before = e->update(c, rmw_op::sub, n, order, where);
    if (before >= n || mutated("latches_stop_at_zero")) return;
    misuse(*e, c, where, fmt::format("counts {{}} down by {}", n),
           fmt::format(", which is at {}: it must not go below zero", before));
  });
}

void wait_for_zero(const cell& c, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr || e->over()) return;
  e->acquire(e->lives().locate(c, where), await_condition::zero, rmw_op::none, 0, where);
}

std::uint64_t barrier_of(std::uint64_t expected) {
  return barrier_word::of(0, expected & barrier_word::mask);
}

arrival arrive(cell& arrivals, std::uint64_t n, std::uint64_t dropped, const site& where) {
  const std::uint64_t change = dropped << barrier_word::bits | n;
  const std::uint64_t before =
      update(arrivals, rmw_op::sub, change, std::memory_order_acq_rel, where);
  const std::uint64_t left = before & barrier_word::mask;
  if (left < n && !mutated("phases_expect_so_many")) {
    if (execution* e = execution::active()) {
      misuse(
          *e, arrivals, where, fmt::format("arrives {} times at {{}}", n),
          fmt::format(", where {} more {} expected in this phase", left, left == 1 ? "is" : "are"));
    }
  }
  return {before >> (2 * barrier_word::bits),
          (before - change) >> barrier_word::bits & barrier_word::mask, left == n};
}

// Who arrives in the next phase without having waited for this one may be its last, and come here
// before this gate is open.
void wait_for_gate_before(const cell& gate, std::uint64_t phase, const site& where) {
  execution* e = execution::active();
  if (e == nullptr || e->tearing_down() || phase == 0 || mutated("gates_open_in_turn")) return;
  const location_id l = e->lives().locate(gate, where);
  const bool is_open = e->events().value_of(e->latest_known(l), l) >= phase;
  if (!is_open) wait_at_gate(gate, phase - 1, where);
}

void open_gate(cell& arrivals, cell& gate, const arrival& a, const site& where) {
  wait_for_gate_before(gate, a.phase, where);
  store(arrivals, barrier_word::of(a.phase + 1, a.next), std::memory_order_release, where);
  const std::memory_order order =
      mutated("gates_hand_over") ? std::memory_order_relaxed : std::memory_order_release;
  store(gate, a.phase + 1, order, where);
}

void wait_at_gate(const cell& gate, std::uint64_t phase, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr || e->over()) return;
  e->acquire(e->lives().locate(gate, where), await_condition::above, rmw_op::none, 0, where, 0,
             phase);
}

// Had the wait begun later, the phase would have been over for long: that nothing forbids it shows
// where a later one's end is seen.
void wait_with_token(const cell& gate, std::uint64_t phase, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr || e->over()) return;
  const event_id id = e->acquire(e->lives().locate(gate, where), await_condition::above,
                                 rmw_op::none, 0, where, 0, phase);
  const std::uint64_t open = e->events()[id].value;
  if (open <= phase + 1 || mutated("tokens_are_for_one_phase")) return;
  misuse(
      *e, gate, where, "waits at {}",
      fmt::format(" with a token of phase {}, where {} are over: a token is of the present phase "
                  "or of the one before",
                  phase, open));
}

bool begin_once(cell& c, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr) return c.bits == once::fresh;
  if (e->over()) return false;
  const event_id id = e->acquire(e->lives().locate(c, where), await_condition::idle,
                                 rmw_op::cas_strong, once::running, where, 0, once::fresh);
  return e->events()[id].has(event_flag::rmw);
}

void end_once(cell& c, bool done, const site& where) {
  const std::memory_order order =
      mutated("calls_once_hand_over") ? std::memory_order_relaxed : std::memory_order_release;
  const bool ever = done || mutated("failed_calls_are_repeated");
  store(c, ever ? once::done : once::fresh, order, where);
}

}  // namespace suture::hooks
