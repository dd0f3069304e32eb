#include "tests/oracle/program.hpp"

#include <algorithm>

namespace suture::oracle {
// The builders name every field they set, so that a reader need not count.
instruction load(unsigned reg, unsigned location, std::memory_order order) {
  return {.what = action::load, .location = location, .order = order, .result = reg};
}

instruction store(unsigned location, expression value, std::memory_order order) {
  return {.what = action::store, .location = location, .order = order, .operand = value};
}

instruction plain_load(unsigned reg, unsigned location) {
  return {.what = action::load, .location = location, .result = reg, .plain = true};
}

instruction plain_store(unsigned location, expression value) {
  return {.what = action::store, .location = location, .operand = value, .plain = true};
}

instruction fetch_add(unsigned reg, unsigned location, expression addend, std::memory_order order) {
  return {.what = action::fetch_add,
          .location = location,
          .order = order,
          .operand = addend,
          .result = reg};
}

instruction exchange(unsigned reg, unsigned location, expression value, std::memory_order order) {
  return {.what = action::exchange,
          .location = location,
          .order = order,
          .operand = value,
          .result = reg};
}

instruction cas_strong(unsigned reg, unsigned flag, unsigned location, value_type expected,
                       expression desired, std::memory_order success, std::memory_order failure) {
  return {.what = action::cas_strong,
          .location = location,
          .order = success,
          .failure = failure,
          .operand = desired,
          .constant = expected,
          .result = reg,
          .flag = flag};
}

instruction cas_weak(unsigned reg, unsigned flag, unsigned location, value_type expected,
                     expression desired, std::memory_order success, std::memory_order failure,
                     bool spurious) {
  instruction i = cas_strong(reg, flag, location, expected, desired, success, failure);
  i.what = action::cas_weak;
  i.spurious = spurious;
  return i;
}

instruction fence(std::memory_order order) { return {.what = action::fence, .order = order}; }

instruction lock(unsigned mutex) {
  return {.what = action::lock, .location = mutex, .order = std::memory_order_acquire};
}

instruction unlock(unsigned mutex) {
  return {.what = action::unlock, .location = mutex, .order = std::memory_order_release};
}

instruction await(unsigned location, value_type wanted, std::memory_order order) {
  return {.what = action::await, .location = location, .order = order, .constant = wanted};
}

instruction choose(unsigned reg, value_type alternatives) {
  return {.what = action::choose, .constant = alternatives, .result = reg};
}

instruction skip_if(unsigned reg, value_type equals, unsigned count) {
  return {.what = action::skip_if, .constant = equals, .result = reg, .skip = count};
}

instruction add_unread(unsigned location, value_type amount, std::memory_order order) {
  return {.what = action::add_unread, .location = location, .order = order, .operand = amount};
}

instruction sub_and_test(unsigned flag, unsigned location, value_type amount,
                         std::memory_order order) {
  return {.what = action::sub_and_test,
          .location = location,
          .order = order,
          .operand = amount,
          .flag = flag};
}

std::size_t register_count(const std::vector<instruction>& thread) {
  // A field that an instruction does not use is 0, so a thread without registers may be given
  // one; only those that are written or read are counted.
  std::size_t count = 0;
  const auto uses = [&count](unsigned number) { count = std::max<std::size_t>(count, number + 1); };
  for (const instruction& i : thread) {
    if (i.operand.base) uses(*i.operand.base);
    switch (i.what) {
      case action::load:
      case action::fetch_add:
      case action::exchange:
      case action::choose:
      case action::skip_if:
        uses(i.result);
        break;
      case action::cas_strong:
      case action::cas_weak:
        uses(i.result);
        uses(i.flag);
        break;
      case action::sub_and_test:
        uses(i.flag);
        break;
      default:
        break;
    }
  }
  return count;
}

bool reads(const instruction& i) {
  switch (i.what) {
    case action::store:
    case action::fence:
    case action::unlock:
    case action::choose:
    case action::skip_if:
      return false;
    default:
      return true;
  }
}

}  // namespace suture::oracle
