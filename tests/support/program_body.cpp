#include "tests/support/program_body.hpp"

#include <deque>

#include "model/sync/sync.hpp"

namespace suture::testing {

using oracle::action;
using oracle::instruction;
using oracle::value_type;
using register_file = std::vector<value_type>;

struct program_body::shared {
  std::deque<sync::var<value_type>> plain;  // beside each location, for plain accesses of it
  std::deque<sync::atomic<value_type>> locations;
  std::deque<sync::mutex> mutexes;
};

namespace {

value_type evaluate(const oracle::expression& e, const register_file& r) {
  return (e.base ? r[*e.base] : 0) + e.constant;
}

void compare_exchange(sync::atomic<value_type>& x, const instruction& i, register_file& r) {
  value_type seen = i.constant;
  const value_type desired = evaluate(i.operand, r);
  const bool weak = i.what == action::cas_weak && i.spurious;
  const bool done = weak ? x.compare_exchange_weak(seen, desired, i.order, i.failure)
                         : x.compare_exchange_strong(seen, desired, i.order, i.failure);
  r[i.result] = seen;
  r[i.flag] = done ? 1 : 0;
}

void access(sync::atomic<value_type>& x, const instruction& i, register_file& r) {
  switch (i.what) {
    case action::load:
      r[i.result] = x.load(i.order);
      break;
    case action::store:
      x.store(evaluate(i.operand, r), i.order);
      break;
    case action::fetch_add:
      r[i.result] = x.fetch_add(evaluate(i.operand, r), i.order);
      break;
    case action::exchange:
      r[i.result] = x.exchange(evaluate(i.operand, r), i.order);
      break;
    case action::cas_strong:
    case action::cas_weak:
      compare_exchange(x, i, r);
      break;
    case action::await:
      sync::spin_until([&] { return x.load(i.order) == i.constant; });
      break;
    case action::add_unread:
      x.add_unread(evaluate(i.operand, r), i.order);
      break;
    case action::sub_and_test:
      r[i.flag] = x.sub_and_test(evaluate(i.operand, r), i.order) ? 1 : 0;
      break;
    default:
      break;
  }
}

}  // namespace

void program_body::run() {
  registers_.clear();
  plain_.accesses.assign(program_.threads.size(), {});
  plain_.writes.assign(program_.locations.size(), {});
  for (const auto& thread : program_.threads) registers_.emplace_back(register_count(thread), 0);
  shared s;
  for (const value_type initial : program_.locations) s.locations.emplace_back(initial);
  for (const value_type initial : program_.locations) s.plain.emplace_back(initial);
  for (unsigned m = 0; m < program_.mutexes; ++m) s.mutexes.emplace_back();
  std::vector<sync::thread> threads;
  for (unsigned t = 0; t < program_.threads.size(); ++t) {
    threads.emplace_back([this, t, &s] { run_thread(t, s); });
  }
  for (sync::thread& t : threads) t.join();
}

void program_body::run_thread(unsigned t, shared& s) {
  const std::vector<instruction>& code = program_.threads[t];
  register_file& r = registers_[t];
  unsigned operations = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const instruction& i = code[at];
    const oracle::operation_id as{t, operations};
    if (i.what != action::skip_if) ++operations;
    if (i.plain) {
      access_plainly(s, i, as);
      continue;
    }
    switch (i.what) {
      case action::fence:
        sync::fence(i.order);
        break;
      case action::lock:
        s.mutexes[i.location].lock();
        break;
      case action::unlock:
        s.mutexes[i.location].unlock();
        break;
      case action::choose:
        r[i.result] = sync::choose(i.constant);
        break;
      case action::skip_if:
        if (r[i.result] == i.constant) at += i.skip;
        break;
      default:
        access(s.locations[i.location], i, r);
    }
  }
}

void program_body::access_plainly(shared& s, const instruction& i, oracle::operation_id as) {
  register_file& r = registers_[as.thread];
  std::vector<oracle::operation_id>& writes = plain_.writes[i.location];
  oracle::operation made{.where = {false, i.location}, .plain = true};
  if (i.what == action::load) {
    made.what = oracle::operation::kind::read;
    made.read = r[i.result] = s.plain[i.location].get();
    if (!writes.empty()) made.from = writes.back();
  } else {
    made.what = oracle::operation::kind::write;
    made.written = evaluate(i.operand, r);
    s.plain[i.location].set(made.written);
    writes.push_back(as);
  }
  plain_.accesses[as.thread].push_back(made);
}

}  // namespace suture::testing
