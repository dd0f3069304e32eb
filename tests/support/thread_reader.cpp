#include "tests/support/thread_reader.hpp"

#include <stdexcept>

namespace suture::testing {

using oracle::action;
using oracle::instruction;
using oracle::operation;
using oracle::value_type;
using kind = oracle::operation::kind;

namespace {

bool is_seen(const event& e) {
  if (e.has(event_flag::internal)) return false;
  return e.is_read() || e.is_write() || e.kind == event_kind::fence ||
         e.kind == event_kind::choice || e.kind == event_kind::count;
}

class reader {
 public:
  reader(const graph& g, const oracle::program& p, unsigned t, refcounts shown,
         const std::vector<operation>& plain)
      : graph_(g),
        program_(p),
        thread_(t),
        shown_(shown),
        plain_(plain),
        registers_(register_count(p.threads[t]), 0) {
    const std::vector<thread_id>& threads = g.thread(0).children;
    if (t >= threads.size()) return;
    for (const event_id id : g.thread(threads[t]).events) {
      if (is_seen(g[id])) events_.push_back(id);
    }
  }

  read_thread read() {
    const std::vector<instruction>& code = program_.threads[thread_];
    for (std::size_t next = 0; next < code.size() && !result_.blocked; ++next) {
      const instruction& i = code[next];
      if (i.what == action::skip_if) {
        if (registers_[i.result] == i.constant) next += i.skip;
      } else {
        carry_out(i);
      }
    }
    if (at_ != events_.size()) fail("goes on after its last instruction");
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::logic_error("thread " + std::to_string(thread_) + " after " +
                           std::to_string(result_.operations.size()) + " operations: " + what);
  }
  void expect(const instruction& i, bool holds) const {
    if (!holds) fail("the event is not what " + to_text(i) + " does");
  }

  void carry_out(const instruction& i) {
    if (i.plain) return take_plain(i);
    if (i.what == action::await) skip_failed_looks(i);
    if (i.what == action::choose && i.constant < 2) {  // no choice, no event
      result_.operations.push_back({.made = {.what = kind::choice}});
    } else if (at_ < events_.size()) {
      take(i);
    } else if (i.what == action::lock || i.what == action::await) {
      result_.blocked = oracle::place{i.what == action::lock, i.location};
    } else {
      fail("stops at " + to_text(i));
    }
  }

  void take_plain(const instruction& i) {
    if (next_plain_ == plain_.size()) fail("stops at " + to_text(i));
    operation made = plain_[next_plain_++];
    expect(i, made.where.number == i.location);
    settle(i, made);
    result_.operations.push_back({.made = made});
  }

  void skip_failed_looks(const instruction& i) {
    while (at_ < events_.size()) {
      const event& e = graph_[events_[at_]];
      if (!e.is_read() || !e.has(event_flag::await) || e.value == i.constant) return;
      ++at_;
    }
  }

  void take(const instruction& i) {
    read_operation taken{.made = {}, .first = events_[at_++]};
    const event& e = graph_[taken.first];
    if (e.is_write()) taken.write = taken.first;
    if (e.is_read() && e.has(event_flag::rmw)) {
      if (at_ == events_.size() || !graph_[events_[at_]].is_write()) fail("half an update");
      taken.write = events_[at_++];
    }
    operation& o = taken.made;
    if (e.location != no_location) o.where = place_of(i, e);
    if (e.is_read() || e.kind == event_kind::choice) o.read = static_cast<value_type>(e.value);
    if (taken.write != no_event) o.written = static_cast<value_type>(graph_[taken.write].value);
    o.spurious = e.has(event_flag::spurious);
    o.order = e.order;
    if (e.is_read()) {
      o.what = taken.write != no_event ? kind::update : kind::read;
    } else {
      o.what = e.is_write()                  ? kind::write
               : e.kind == event_kind::fence ? kind::fence
                                             : kind::choice;
    }
    if (i.what == action::add_unread || i.what == action::sub_and_test) {
      settle_refcount(i, e, o);
    } else {
      settle(i, o);
    }
    result_.operations.push_back(taken);
  }

  oracle::place place_of(const instruction& i, const event& e) const {
    const location& l = graph_.where(e.location);
    const bool mutex = i.what == action::lock || i.what == action::unlock;
    const std::size_t ordinal = i.location + (mutex ? program_.locations.size() : 0);
    if (l.maker != 0 || l.ordinal != ordinal) fail("another location for " + to_text(i));
    return {mutex, i.location};
  }

  // Checks the operation against its instruction and gives the registers what it found.
  void settle(const instruction& i, operation& o) {
    switch (i.what) {
      case action::load:
        expect(i, o.what == kind::read);
        registers_[i.result] = o.read;
        break;
      case action::await:
        expect(i, o.what == kind::read && o.read == i.constant);
        break;
      case action::store:
        expect(i, o.what == kind::write && o.written == evaluate(i.operand));
        break;
      case action::fetch_add:
      case action::exchange:
        expect(i, o.what == kind::update && o.written == updated(i, o.read));
        registers_[i.result] = o.read;
        break;
      case action::cas_strong:
      case action::cas_weak:
        settle_compare_exchange(i, o);
        break;
      case action::fence:
        expect(i, o.what == kind::fence);
        break;
      case action::lock:
        expect(i, o.what == kind::update && o.read == 0 && o.written == 1);
        o.what = kind::lock;
        break;
      case action::unlock:
        expect(i, o.what == kind::write && o.written == 0);
        o.what = kind::unlock;
        break;
      case action::choose:
        expect(i, o.what == kind::choice && o.read < i.constant);
        registers_[i.result] = o.read;
        break;
      case action::add_unread:
      case action::sub_and_test:
      case action::skip_if:
        break;
    }
  }

  void settle_refcount(const instruction& i, const event& e, operation& o) {
    const bool blind = e.kind == event_kind::count;
    expect(i, blind || (o.what == kind::update && o.written == updated(i, o.read)));
    const bool down = i.what == action::sub_and_test;
    const bool zero = down && (blind ? e.has(event_flag::zero) : o.written == 0);
    if (down) registers_[i.flag] = zero ? 1 : 0;
    if (blind || shown_ == refcounts::blind) {
      o = {.what = kind::choice, .read = zero ? 1U : 0U, .order = o.order};
    }
  }

  void settle_compare_exchange(const instruction& i, const operation& o) {
    const bool matches = o.read == i.constant;
    if (o.what == kind::update) {
      expect(i, matches && o.written == evaluate(i.operand));
    } else {
      expect(i, o.what == kind::read && matches == o.spurious);
    }
    registers_[i.result] = o.read;
    registers_[i.flag] = o.what == kind::update ? 1 : 0;
  }

  value_type evaluate(const oracle::expression& e) const {
    return (e.base ? registers_[*e.base] : 0) + e.constant;
  }
  value_type updated(const instruction& i, value_type old) const {
    const value_type operand = evaluate(i.operand);
    if (i.what == action::exchange) return operand;
    return i.what == action::sub_and_test ? old - operand : old + operand;
  }

  const graph& graph_;
  const oracle::program& program_;
  const unsigned thread_;
  const refcounts shown_;
  const std::vector<operation>& plain_;
  std::size_t next_plain_ = 0;
  std::vector<event_id> events_;
  std::size_t at_ = 0;
  std::vector<value_type> registers_;
  read_thread result_;
};

}  // namespace

read_thread read_along(const graph& g, const oracle::program& p, unsigned t, refcounts shown,
                       const std::vector<operation>& plain) {
  return reader(g, p, t, shown, plain).read();
}

}  // namespace suture::testing
