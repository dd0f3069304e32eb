#include "litmus/thread_run.hpp"

#include <fmt/format.h>

#include "litmus/explore.hpp"

namespace suture::litmus {

using kind = expression_kind;

void thread_run::run() {
  levels_.assign(1, {&code_.body});
  while (!levels_.empty()) {
    level& top = levels_.back();
    if (top.next == top.statements->size()) {
      end_of_level();
    } else {
      carry_out((*top.statements)[top.next++]);
    }
  }
}

void thread_run::carry_out(const statement& s) {
  switch (s.what) {
    case statement_kind::evaluate:
      evaluator_.evaluate(s.operand);
      return;
    case statement_kind::fence:
      // A relaxed fence orders nothing and is no event.
      if (s.order != std::memory_order_relaxed) sync::fence(s.order, site_of(s.line));
      return;
    case statement_kind::branch:
      levels_.push_back({evaluator_.evaluate(s.operand) != 0 ? &s.first : &s.second});
      return;
    case statement_kind::loop:
      begin_loop(s);
      return;
    case statement_kind::leave:
      unwind_to_body();
      levels_.pop_back();
      loops_.pop_back();
      return;
    case statement_kind::go_on:
      unwind_to_body();
      end_of_level();
      return;
    case statement_kind::finish:
      levels_.clear();
      return;
  }
}

// Drops the blocks inside of the innermost loop's body.
void thread_run::unwind_to_body() {
  while (levels_.back().is == level::part::block) levels_.pop_back();
}

void thread_run::end_of_level() {
  const level ended = levels_.back();
  levels_.pop_back();
  if (ended.is == level::part::block) return;
  if (ended.is == level::part::body && !ended.loop->second.empty()) {
    levels_.push_back({&ended.loop->second, 0, level::part::step, ended.loop});
  } else {
    test_loop(*ended.loop);
  }
}

void thread_run::begin_loop(const statement& s) {
  loops_.emplace_back();
  if (s.tests_after) {
    begin_round(s);
  } else {
    test_loop(s);
  }
}

void thread_run::test_loop(const statement& s) {
  if (s.operand.empty() || evaluator_.evaluate(s.operand) != 0) {
    begin_round(s);
  } else {
    loops_.pop_back();
  }
}

void thread_run::begin_round(const statement& s) {
  switch (loops_.back().another(locals_, writes_, run_.unroll)) {
    case rounds::answer::go:
      levels_.push_back({&s.first, 0, level::part::body, &s});
      return;
    case rounds::answer::repeats:
      ++run_.repeated;
      break;
    case rounds::answer::enough:
      run_.unrolled_too_far = true;
      break;
  }
  sync::assume(false, site_of(s.line));
}

std::uint32_t thread_run::choose(std::uint32_t count, const node& first) {
  run_.log.note_choice();
  return sync::choose(count, site_of(first.line));
}

void thread_run::undefined(std::string_view what, std::uint32_t line) {
  const sync::site where = site_of(line);
  const std::string message = fmt::format("{} {} at {}", code_.name, what, to_string(where));
  execution::active()->report({std::string(undefined_behaviour), message, {{message, where}}, {}});
}

std::uint32_t thread_run::cell_for(const node& n, value address, const type& of) {
  const auto found = run_.shared.cell_at(address, of);
  if (!found) {
    undefined(
        address == 0 ? "follows a null pointer" : "follows a pointer to nothing of the type it has",
        n.line);
  }
  return found.value_or(0);
}

// The access made, whose first event was to come after so many of the thread.
void thread_run::note_atomic(const node& n, std::uint32_t at, bool write, std::uint32_t before) {
  execution& run = *execution::active();
  const event_id first = run.events().thread(run.current()).events[before];
  run_.races.on_atomic(run, at, write, first, site_of(n.line));
}

value thread_run::access(const node& n, const value* operands) {
  execution& run = *execution::active();
  // The thread's state is here, not on its stack, by which the engine tells a loop: one access of a
  // test would seem to repeat another.
  run.effect();
  const std::uint32_t before = run.here().events;
  const value result = carry_out_access(n, operands);
  run_.log.note(run.events(), run.current(), &n, before, run.here().events);
  return result;
}

value thread_run::carry_out_access(const node& n, const value* operands) {
  const std::uint32_t at = cell_for(n, operands[0], n.accessed);
  cell& c = run_.shared[at];
  const sync::site where = site_of(n.line);
  const std::uint32_t before = execution::active()->here().events;
  switch (n.what) {
    case kind::plain_load:
    case kind::plain_store:
      return plain_access(n, at, operands[1]);
    case kind::load: {
      const value v = c.load(n.order, where);
      note_atomic(n, at, false, before);
      return v;
    }
    case kind::store:
      ++writes_;
      c.store(operands[1], n.order, where);
      note_atomic(n, at, true, before);
      return 0;
    case kind::compare_exchange:
      return compare_exchange(n, at, operands);
    default: {
      ++writes_;
      const value old = c.update(n.what, operands[1], n.order, where);
      note_atomic(n, at, true, before);
      return old;
    }
  }
}

value thread_run::plain_access(const node& n, std::uint32_t at, value written) {
  cell& c = run_.shared[at];
  const sync::site where = site_of(n.line);
  const bool writes = n.what == kind::plain_store;
  if (writes) {
    ++writes_;
    written = convert(written, c.of());
  }
  if (c.atomic()) run_.races.plain_at_atomic(*execution::active(), at, writes, where);
  if (!writes) return c.get(where);
  c.set(written, where);
  return written;
}

value thread_run::expected_value(const node& n, const value* operands) {
  if (n.expects_local) return locals_[n.local];
  node read = n;
  read.what = kind::plain_load;
  return plain_access(read, cell_for(n, operands[2], n.accessed), 0);
}

value thread_run::compare_exchange(const node& n, std::uint32_t at, const value* operands) {
  cell& c = run_.shared[at];
  value expected = expected_value(n, operands);
  const std::uint32_t before = execution::active()->here().events;
  const bool done = c.compare_exchange(n, expected, operands[1], site_of(n.line));
  note_atomic(n, at, done, before);
  if (done) {
    ++writes_;
    return 1;
  }
  if (n.expects_local) {
    locals_[n.local] = convert(expected, code_.types[n.local]);
  } else {
    node write = n;
    write.what = kind::plain_store;
    plain_access(write, cell_for(n, operands[2], n.accessed), expected);
  }
  return 0;
}

}  // namespace suture::litmus
