#include "report/event_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace suture::report {

namespace {

std::string_view order_word(std::memory_order order) {
  switch (order) {
    case std::memory_order_relaxed:
      return "relaxed";
    case std::memory_order_consume:
    case std::memory_order_acquire:
      return "acquire";
    case std::memory_order_release:
      return "release";
    case std::memory_order_acq_rel:
      return "acq_rel";
    case std::memory_order_seq_cst:
      break;
  }
  return {};
}

std::string_view operation_name(const event& e) {
  switch (e.op) {
    case rmw_op::exchange:
      return "exchange";
    case rmw_op::add:
    case rmw_op::add_floating:
      return "fetch_add";
    case rmw_op::sub:
      return "fetch_sub";
    case rmw_op::bit_and:
      return "fetch_and";
    case rmw_op::bit_or:
      return "fetch_or";
    case rmw_op::bit_xor:
      return "fetch_xor";
    case rmw_op::cas_strong:
    case rmw_op::cas_weak:
      return "compare_exchange";
    case rmw_op::share:
      return "try_lock_shared";
    case rmw_op::take:
      return e.has(event_flag::lock) ? "acquire" : "try_acquire";
    case rmw_op::none:
      break;
  }
  return "load";
}

bool is_compare(const event& e) { return e.op == rmw_op::cas_strong || e.op == rmw_op::cas_weak; }

// What happened to the value.
std::string change(const event& e, std::string_view object, const values& words) {
  const std::string value = words.text(e, e.value);
  if (e.is_write()) return fmt::format("{} = {}", object, value);
  if (e.has(event_flag::rmw)) {
    return fmt::format("{}: {} → {}", object, value,
                       words.text(e, apply(e.op, e.value, e.operand, e.size)));
  }
  if (is_compare(e) && !e.has(event_flag::spurious)) {
    return fmt::format("{} is {}, not {}", object, value, words.text(e, e.expected));
  }
  return fmt::format("{} is {}", object, value);
}

std::string access_text(const event& e, std::string_view object, const event_place& place,
                        const values& words) {
  std::vector<std::string> remarks;
  if (e.op != rmw_op::none) remarks.emplace_back(operation_name(e));
  if (e.has(event_flag::spurious)) remarks.back() += " fails by chance";
  if (e.is_plain()) {
    remarks.emplace_back("plain");
  } else if (const auto order = order_word(e.order); !order.empty()) {
    remarks.emplace_back(order);
  }
  if (place.newer != 0) remarks.push_back(fmt::format("older than step {}", place.newer));
  if (place.before != 0) {
    remarks.push_back(fmt::format("before step {} in modification order", place.before));
  }
  std::string text = change(e, object, words);
  if (!remarks.empty()) text += fmt::format(" ({})", fmt::join(remarks, ", "));
  return text;
}

std::string lock_text(const event& e, std::string_view object) {
  const bool shared = e.op == rmw_op::add || e.op == rmw_op::sub;
  return fmt::format("{}{} {}", e.has(event_flag::lock) ? "lock" : "unlock",
                     shared ? " shared" : "", object);
}

std::string count_text(const event& e, std::string_view object, const values& words) {
  const bool down = e.has(event_flag::decrement);
  return fmt::format("{} {}= {}{}", object, down ? '-' : '+', words.text(e, e.operand),
                     e.has(event_flag::zero) ? ", reaches 0" : "");
}

}  // namespace

bool is_shown(const event& e) {
  if (e.has(event_flag::internal)) return false;
  switch (e.kind) {
    case event_kind::read:
    case event_kind::write:
    case event_kind::fence:
    case event_kind::choice:
    case event_kind::count:
      return true;
    case event_kind::poll:
    case event_kind::create:
    case event_kind::start:
    case event_kind::join:
    case event_kind::end:
      break;
  }
  return false;
}

std::string operation_words(const event& e) {
  const std::string_view order = e.is_plain() ? "plain" : order_word(e.order);
  const std::string_view name = e.op == rmw_op::none && e.is_write() ? "store" : operation_name(e);
  return order.empty() ? std::string(name) : fmt::format("{} ({})", name, order);
}

std::string event_action(const event& e, std::string_view object) {
  switch (e.kind) {
    case event_kind::read:
      return fmt::format("{} {}", operation_name(e), object);
    case event_kind::write:
      return fmt::format("store {}", object);
    case event_kind::fence:
      return "fence";
    case event_kind::choice:
      return "choose";
    default:
      return fmt::format("count {}", object);
  }
}

std::string event_text(const event& e, std::string_view object, const event_place& place,
                       const values& words) {
  if (place.lock) return lock_text(e, object);
  switch (e.kind) {
    case event_kind::fence: {
      if (side_of(e) == fence_side::light) return "light fence";
      if (side_of(e) == fence_side::heavy) return "heavy fence";
      const std::string_view order = order_word(e.order);
      return fmt::format("fence ({})", order.empty() ? "seq_cst" : order);
    }
    case event_kind::choice:
      return fmt::format("chooses {} of {}", e.value, e.operand);
    case event_kind::count:
      return count_text(e, object, words);
    default:
      return access_text(e, object, place, words);
  }
}

}  // namespace suture::report
