#include "tests/oracle/step.hpp"

namespace suture::oracle {
namespace {

using kind = operation::kind;

value_type evaluate(const expression& e, const thread_state& t) {
  return (e.base ? t.registers[*e.base] : 0) + e.constant;
}

value_type updated(const instruction& i, value_type old, const thread_state& t) {
  const value_type operand = evaluate(i.operand, t);
  switch (i.what) {
    case action::lock:
      return 1;
    case action::fetch_add:
    case action::add_unread:
      return old + operand;
    case action::sub_and_test:
      return old - operand;
    default:
      return operand;
  }
}

}  // namespace

place place_of(const instruction& i) {
  return {.is_mutex = i.what == action::lock || i.what == action::unlock, .number = i.location};
}

std::vector<read_result> ways_to_read(const thread_state& t, const instruction& i,
                                      const written_value& write) {
  const operation read{.what = kind::read,
                       .where = place_of(i),
                       .read = write.value,
                       .from = write.from,
                       .plain = i.plain,
                       .order = i.order};
  operation failed = read;
  failed.order = i.failure;
  failed.compares = true;
  operation update = read;
  update.what = i.what == action::lock ? kind::lock : kind::update;
  update.written = updated(i, write.value, t);

  const bool matches = write.value == i.constant;
  std::vector<read_result> ways;
  switch (i.what) {
    case action::load:
      ways.push_back({read});
      break;
    case action::await:
      if (matches) ways.push_back({read});
      break;
    case action::lock:
      if (matches && !write.is_updated) ways.push_back({update});
      break;
    case action::cas_strong:
    case action::cas_weak:
      if (matches && !write.is_updated) ways.push_back({update, 1});
      if (!matches) ways.push_back({failed});
      failed.spurious = true;
      if (matches && i.spurious) ways.push_back({failed});
      break;
    default:
      if (!write.is_updated) ways.push_back({update, update.written == 0});
  }
  return ways;
}

void add_read(thread_state& t, const instruction& i, const read_result& result) {
  ++t.next;
  t.operations.push_back(result.made);
  switch (i.what) {
    case action::load:
    case action::fetch_add:
    case action::exchange:
      t.registers[i.result] = result.made.read;
      break;
    case action::cas_strong:
    case action::cas_weak:
      t.registers[i.result] = result.made.read;
      t.registers[i.flag] = result.flag;
      break;
    case action::sub_and_test:
      t.registers[i.flag] = result.flag;
      break;
    default:
      break;
  }
}

void add_local(thread_state& t, const instruction& i) {
  ++t.next;
  if (i.what == action::skip_if) {
    if (t.registers[i.result] == i.constant) t.next += i.skip;
    return;
  }
  const kind what = i.what == action::fence    ? kind::fence
                    : i.what == action::unlock ? kind::unlock
                                               : kind::write;
  t.operations.push_back({.what = what,
                          .where = place_of(i),
                          .written = what == kind::write ? evaluate(i.operand, t) : 0,
                          .plain = i.plain,
                          .order = i.order});
}

void add_choice(thread_state& t, const instruction& i, value_type alternative) {
  ++t.next;
  t.operations.push_back({.what = kind::choice, .read = alternative});
  t.registers[i.result] = alternative;
}

}  // namespace suture::oracle
