// The shared variables of a litmus test in one run of it.
#pragma once

#include <deque>
#include <optional>
#include <variant>
#include <vector>

#include "litmus/address.hpp"
#include "litmus/test.hpp"
#include "model/sync/sync.hpp"

namespace suture::litmus {

// A variable, or an element of an array. Integers are held without their sign, as wide as they are;
// plain data wide enough for any.
class cell {
 public:
  explicit cell(const type& of) : of_(of) {}

  void make(bool atomic, value initial);
  const type& of() const { return of_; }
  bool atomic() const { return !std::holds_alternative<plain_cell>(held_); }

  // Plain accesses; where the variable is atomic, whether they race is for race_watch to say.
  value get(const sync::site& where);
  void set(value v, const sync::site& where);

  // The atomic operations.
  value load(std::memory_order order, const sync::site& where);
  void store(value v, std::memory_order order, const sync::site& where);
  // `what` is exchange or one of the fetch_ kinds; gives the old value.
  value update(expression_kind what, value operand, std::memory_order order,
               const sync::site& where);
  bool compare_exchange(const node& n, value& expected, value desired, const sync::site& where);

  // What it holds at the end: for a thread that knows of all that was done. The read is an event
  // like any other, but there is one write only that it may take its value from.
  value last();

 private:
  template <class T>
  using held = std::optional<sync::atomic<T>>;
  using plain_cell = std::optional<sync::var<value>>;

  type of_;
  std::variant<plain_cell, held<std::uint8_t>, held<std::uint16_t>, held<std::uint32_t>,
               held<std::uint64_t>>
      held_;
};

// Made in the body of each run, by the main thread, in the order of the locations.
class memory {
 public:
  explicit memory(const test& t);

  // The number of the cell at that address that is of such a type; nothing where there is none.
  std::optional<std::uint32_t> cell_at(value address, const type& of) const;
  cell& operator[](std::uint32_t number) { return cells_[number]; }

 private:
  const test& test_;
  std::deque<cell> cells_;  // which cannot be moved
};

}  // namespace suture::litmus
