// The calls of <stdatomic.h>.
#include <fmt/format.h>

#include <array>

#include "litmus/parser/body.hpp"

namespace suture::litmus {

namespace {

using kind = expression_kind;

struct call_form {
  std::string_view name;  // without "_explicit"
  kind what;
  bool weak = false;
};

constexpr std::array<call_form, 9> value_calls = {{
    {"atomic_load", kind::load},
    {"atomic_exchange", kind::exchange},
    {"atomic_fetch_add", kind::fetch_add},
    {"atomic_fetch_sub", kind::fetch_sub},
    {"atomic_fetch_and", kind::fetch_and},
    {"atomic_fetch_or", kind::fetch_or},
    {"atomic_fetch_xor", kind::fetch_xor},
    {"atomic_compare_exchange_strong", kind::compare_exchange},
    {"atomic_compare_exchange_weak", kind::compare_exchange, true},
}};

constexpr std::string_view supported_calls =
    "atomic_load, atomic_store, atomic_exchange, atomic_fetch_add, _sub, _and, _or, _xor, "
    "atomic_compare_exchange_strong, _weak, each also with _explicit, and atomic_thread_fence";

struct order_name {
  std::string_view name;
  std::memory_order order;
};

constexpr std::array<order_name, 6> orders = {{
    {"memory_order_relaxed", std::memory_order_relaxed},
    {"memory_order_consume", std::memory_order_consume},
    {"memory_order_acquire", std::memory_order_acquire},
    {"memory_order_release", std::memory_order_release},
    {"memory_order_acq_rel", std::memory_order_acq_rel},
    {"memory_order_seq_cst", std::memory_order_seq_cst},
}};

constexpr std::string_view explicit_ending = "_explicit";

bool takes_no_release(std::memory_order order) {
  return order != std::memory_order_release && order != std::memory_order_acq_rel;
}

bool may_store(std::memory_order order) {
  return order == std::memory_order_relaxed || order == std::memory_order_release ||
         order == std::memory_order_seq_cst;
}

std::string_view without_ending(std::string_view name) {
  if (name.ends_with(explicit_ending)) name.remove_suffix(explicit_ending.size());
  return name;
}

}  // namespace

bool body_parser::sees_call() const { return in_.sees(token_kind::identifier) && in_.sees("(", 1); }

expression body_parser::value_call() {
  const token name = in_.take();
  const call_form* form = nullptr;
  for (const call_form& candidate : value_calls) {
    if (candidate.name == without_ending(name.text)) form = &candidate;
  }
  if (form == nullptr) in_.unsupported(name, supported_calls);
  expression call;
  call.what = form->what;
  call.weak = form->weak;
  call.line = name.line;
  in_.expect("(", "after the name of the call");
  call.location = atomic_argument();
  if (call.what == kind::compare_exchange) expected_argument(call);
  if (call.what != kind::load) {
    in_.expect(",", "after the first argument");
    call.operands.push_back(whole_expression());
  }
  call_order(call, name.text.ends_with(explicit_ending));
  in_.expect(")", "after the arguments");
  return call;
}

// The orders at the end of the arguments; without them, seq_cst.
void body_parser::call_order(expression& call, bool is_explicit) {
  if (!is_explicit) return;
  in_.expect(",", "before the memory order");
  call.order = memory_order();
  if (call.what == kind::load && !takes_no_release(call.order)) {
    in_.fail(call.line, "a load cannot be release or acq_rel");
  }
  if (call.what != kind::compare_exchange) return;
  in_.expect(",", "before the memory order in case of failure");
  call.failure = memory_order();
  if (!takes_no_release(call.failure)) {
    in_.fail(call.line, "a failing compare-exchange cannot be release or acq_rel");
  }
}

statement body_parser::store_call() {
  const token name = in_.take();
  const bool is_explicit = name.text.ends_with(explicit_ending);
  if (without_ending(name.text) != "atomic_store") in_.unsupported(name, supported_calls);
  statement store;
  store.what = statement_kind::store;
  in_.expect("(", "after the name of the call");
  store.location = atomic_argument();
  in_.expect(",", "after the first argument");
  store.operand = whole_expression();
  if (is_explicit) {
    in_.expect(",", "before the memory order");
    store.order = memory_order();
    if (!may_store(store.order)) {
      in_.fail(name.line, "a store can be relaxed, release or seq_cst only");
    }
  }
  in_.expect(")", "after the arguments");
  return store;
}

statement body_parser::fence_call() {
  in_.take();
  statement fence;
  fence.what = statement_kind::fence;
  in_.expect("(", "after 'atomic_thread_fence'");
  fence.order = memory_order();
  in_.expect(")", "after the memory order");
  return fence;
}

std::uint32_t body_parser::atomic_argument() {
  const token name = in_.expect_identifier("a parameter of the thread");
  const std::uint32_t location = parameter(name);
  locations_.declare_atomic(location);
  return location;
}

// What a compare-exchange expects, and where it puts what it found instead: `&r0`, or, as in herd7,
// a parameter that names plain data.
void body_parser::expected_argument(expression& call) {
  in_.expect(",", "after the first argument");
  call.expects_local = in_.accept("&");
  const token name = in_.expect_identifier("'&' and a local, or a parameter of the thread");
  if (!call.expects_local) {
    call.expected = parameter(name);
    locations_.note_plain_access(call.expected, name.line);
    return;
  }
  const auto local = names_.local(name.text);
  if (!local) {
    in_.fail(name.line, fmt::format("'{0}' is not declared: write 'int {0} = …'", name.text));
  }
  call.local = *local;
}

std::memory_order body_parser::memory_order() {
  const token name = in_.expect_identifier("a memory order");
  for (const order_name& candidate : orders) {
    if (candidate.name == name.text) return candidate.order;
  }
  in_.unsupported(name,
                  "memory_order_relaxed, _consume (taken as acquire), _acquire, _release, "
                  "_acq_rel and _seq_cst");
}

}  // namespace suture::litmus
