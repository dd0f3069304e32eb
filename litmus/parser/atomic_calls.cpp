// The calls of <stdatomic.h>.
#include <fmt/format.h>

#include <array>

#include "litmus/address.hpp"
#include "litmus/parser/body.hpp"

namespace suture::litmus {

namespace {

using kind = expression_kind;

struct call_form {
  std::string_view name;  // without "_explicit"
  kind what;
  bool weak = false;
};

constexpr std::array<call_form, 13> value_calls = {{
    {"atomic_load", kind::load},
    {"atomic_store", kind::store},
    {"atomic_init", kind::plain_store},
    {"SCAS", kind::compare_exchange},
    {"WCAS", kind::compare_exchange, true},
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
    "atomic_init, atomic_load, atomic_store, atomic_exchange, atomic_fetch_add, _sub, _and, _or, "
    "_xor, atomic_compare_exchange_strong and _weak (or SCAS and WCAS), each but the first also "
    "with _explicit, and atomic_thread_fence";

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

node_number body_parser::value_call() {
  const token name = in_.take();
  const call_form* form = nullptr;
  for (const call_form& candidate : value_calls) {
    if (candidate.name == without_ending(name.text)) form = &candidate;
  }
  if (form == nullptr) in_.unsupported(name, supported_calls);
  node call;
  call.what = form->what;
  call.weak = form->weak;
  call.line = name.line;
  in_.expect("(", "after the name of the call");
  call.operand[0] = address_argument(call);
  call.operands = 1;
  call.of = call.what == kind::compare_exchange ? int_type : call.accessed;
  if (call.what == kind::compare_exchange) expected_argument(call);
  if (call.what != kind::load) {
    in_.expect(",", "after the first argument");
    call.operand[1] = assignment();
    call.operands = call.what == kind::compare_exchange && !call.expects_local ? 3 : 2;
  }
  const bool short_form = name.text == "SCAS" || name.text == "WCAS";
  call_order(call, short_form ? in_.sees(",") : name.text.ends_with(explicit_ending));
  in_.expect(")", "after the arguments");
  return add(call);
}

// The orders at the end of the arguments; without them, seq_cst.
void body_parser::call_order(node& call, bool is_explicit) {
  if (!is_explicit) return;
  in_.expect(",", "before the memory order");
  call.order = memory_order();
  if (call.what == kind::load && !takes_no_release(call.order)) {
    in_.fail(call.line, "a load cannot be release or acq_rel");
  }
  if (call.what == kind::store && !may_store(call.order)) {
    in_.fail(call.line, "a store can be relaxed, release or seq_cst only");
  }
  if (call.what != kind::compare_exchange) return;
  in_.expect(",", "before the memory order in case of failure");
  call.failure = memory_order();
  if (!takes_no_release(call.failure)) {
    in_.fail(call.line, "a failing compare-exchange cannot be release or acq_rel");
  }
}

// A location's name, or any expression that gives a pointer. What an atomic call is made on is
// atomic.
node_number body_parser::address_argument(node& call) {
  const std::uint32_t line = in_.line();
  const node_number address = assignment();
  const node& given = under_way_.nodes[address];
  if (!given.of.is_pointer()) {
    in_.fail(line, fmt::format("expected a location or another pointer, not a value of type '{}'",
                               to_text(given.of)));
  }
  call.accessed = pointee(given.of);
  if (call.what == kind::plain_store) return address;
  if (given.what == kind::constant && given.constant != 0) {
    locations_.declare_atomic(place_at(given.constant).location);
  } else {
    locations_.note_computed_atomic();
  }
  return address;
}

// What a compare-exchange expects, and where it puts what it found instead: `&r0`, or, as in herd7,
// a pointer to plain data.
void body_parser::expected_argument(node& call) {
  in_.expect(",", "after the first argument");
  const bool names_local = in_.sees("&") && in_.sees(token_kind::identifier, 1) &&
                           names_.local(in_.peek(1).text) && in_.sees(",", 2);
  call.expects_local = names_local;
  if (names_local) {
    in_.take();
    call.local = *names_.local(in_.take().text);
    return;
  }
  const token first = in_.peek();
  if (in_.sees("&") && in_.sees(",", 2) && !names_.parameter(in_.peek(1).text)) {
    in_.fail(first.line,
             fmt::format("'{0}' is not declared: write 'int {0} = …'", in_.peek(1).text));
  }
  if (in_.sees("&") && in_.sees(",", 2)) in_.take();  // of a location: a pointer to it is meant
  const node_number expected = assignment();
  if (!type_of(expected).is_pointer()) {
    in_.fail(first.line, "expected '&' and a local, or a pointer, as what is compared with");
  }
  if (size_of(pointee(type_of(expected))) != size_of(call.accessed)) {
    in_.fail(first.line, "what is compared with is not of the type that the location is of");
  }
  call.operand[2] = expected;
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
