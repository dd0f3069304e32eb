#include "litmus/memory.hpp"

#include <type_traits>

namespace suture::litmus {

namespace {

using kind = expression_kind;

template <class T>
T as(value v) {
  return static_cast<T>(static_cast<std::uint64_t>(v));
}

template <class T>
T update_bits(sync::atomic<T>& at, kind what, T operand, std::memory_order order,
              const sync::site& where) {
  switch (what) {
    case kind::fetch_add:
      return at.fetch_add(operand, order, where);
    case kind::fetch_sub:
      return at.fetch_sub(operand, order, where);
    case kind::fetch_and:
      return at.fetch_and(operand, order, where);
    case kind::fetch_or:
      return at.fetch_or(operand, order, where);
    case kind::fetch_xor:
      return at.fetch_xor(operand, order, where);
    default:
      return at.exchange(operand, order, where);
  }
}

// Calls `use` with the atomic object that is held.
template <class Held, class Use>
auto with_atomic(Held& held, Use use) {
  return std::visit(
      [&](auto& object) {
        using T = std::decay_t<decltype(*object)>;
        if constexpr (std::is_same_v<T, sync::var<value>>) {
          return decltype(use(*std::get<1>(held)))();  // the caller has looked: it is atomic
        } else {
          return use(*object);
        }
      },
      held);
}

}  // namespace

void cell::make(bool atomic, value initial) {
  if (!atomic) {
    held_.emplace<plain_cell>().emplace(initial);
    return;
  }
  switch (size_of(of_)) {
    case 1:
      held_.emplace<held<std::uint8_t>>().emplace(as<std::uint8_t>(initial));
      return;
    case 2:
      held_.emplace<held<std::uint16_t>>().emplace(as<std::uint16_t>(initial));
      return;
    case 4:
      held_.emplace<held<std::uint32_t>>().emplace(as<std::uint32_t>(initial));
      return;
    default:
      held_.emplace<held<std::uint64_t>>().emplace(as<std::uint64_t>(initial));
  }
}

value cell::get(const sync::site& where) {
  if (!atomic()) return std::get<plain_cell>(held_)->get(where);
  const auto bits = with_atomic(
      held_, [&](auto& at) { return static_cast<std::uint64_t>(at.plain().get(where)); });
  return convert(static_cast<value>(bits), of_);
}

void cell::set(value v, const sync::site& where) {
  v = convert(v, of_);
  if (!atomic()) {
    std::get<plain_cell>(held_)->set(v, where);
    return;
  }
  with_atomic(held_, [&]<class T>(sync::atomic<T>& at) {
    at.plain().set(as<T>(v), where);
    return 0;
  });
}

value cell::load(std::memory_order order, const sync::site& where) {
  const auto bits = with_atomic(
      held_, [&](auto& at) { return static_cast<std::uint64_t>(at.load(order, where)); });
  return convert(static_cast<value>(bits), of_);
}

void cell::store(value v, std::memory_order order, const sync::site& where) {
  v = convert(v, of_);
  with_atomic(held_, [&]<class T>(sync::atomic<T>& at) {
    at.store(as<T>(v), order, where);
    return 0;
  });
}

value cell::update(expression_kind what, value operand, std::memory_order order,
                   const sync::site& where) {
  const bool moves = what == kind::fetch_add || what == kind::fetch_sub;
  if (of_.is_pointer() && moves) operand *= static_cast<value>(size_of(pointee(of_)));
  operand = convert(operand, of_);
  const auto bits = with_atomic(held_, [&]<class T>(sync::atomic<T>& at) {
    return static_cast<std::uint64_t>(update_bits<T>(at, what, as<T>(operand), order, where));
  });
  return convert(static_cast<value>(bits), of_);
}

bool cell::compare_exchange(const node& n, value& expected, value desired,
                            const sync::site& where) {
  desired = convert(desired, of_);
  return with_atomic(held_, [&]<class T>(sync::atomic<T>& at) {
    T found = as<T>(convert(expected, of_));
    const bool done =
        n.weak ? at.compare_exchange_weak(found, as<T>(desired), n.order, n.failure, where)
               : at.compare_exchange_strong(found, as<T>(desired), n.order, n.failure, where);
    if (!done) expected = convert(static_cast<value>(std::uint64_t{found}), of_);
    return done;
  });
}

value cell::last() {
  const sync::site here = sync::site::current();
  return atomic() ? load(std::memory_order_relaxed, here) : get(here);
}

memory::memory(const test& t) : test_(t) {
  for (const location& l : t.locations) {
    for (std::size_t i = 0; i < l.initial.size(); ++i) cells_.emplace_back(l.of);
  }
  for (const location& l : t.locations) {
    for (std::size_t i = 0; i < l.initial.size(); ++i) {
      cells_[l.first_cell + i].make(l.atomic, l.initial[i]);
    }
  }
}

std::optional<std::uint32_t> memory::cell_at(value address, const type& of) const {
  if (!is_address(address, test_.locations.size())) return std::nullopt;
  const place at = place_at(address);
  const location& l = test_.locations[at.location];
  const unsigned size = size_of(l.of);
  if (size_of(of) != size || at.offset % size != 0) return std::nullopt;
  const std::uint32_t index = at.offset / size;
  if (index >= l.initial.size()) return std::nullopt;
  return l.first_cell + index;
}

}  // namespace suture::litmus
