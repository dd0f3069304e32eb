#pragma once

// A tiny concurrent program as data: what the oracle enumerates, what the generator draws, and
// what a property test translates into calls of the engine under test.
//
// Several threads, each a list of instructions with forward skips only (so every thread ends or
// blocks), over a few atomic locations, a few mutexes and thread-local registers. Values are
// 32-bit unsigned and wrap. Registers start at 0, mutexes free.
//
//   const program store_buffering{
//       .locations = {0, 0},
//       .threads = {{store(0, 1, std::memory_order_relaxed), load(0, 1,
//       std::memory_order_relaxed)},
//                   {store(1, 1, std::memory_order_relaxed), load(0, 0,
//                   std::memory_order_relaxed)}}};
//
// Wherever a function below gives a register, the register comes first, as the left side of the
// assignment it stands for.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace suture::oracle {

using value_type = std::uint32_t;

/// A constant, or a register plus a constant.
struct expression {
  std::optional<unsigned> base{};  ///< register, if any
  value_type constant = 0;

  expression() = default;
  expression(value_type value) : constant(value) {}  // implicit: store(x, 1, order) reads well
  expression(unsigned reg, value_type addend) : base(reg), constant(addend) {}
  bool operator==(const expression&) const = default;
};

enum class action {
  load,          ///< result = read
  store,         ///< write operand
  fetch_add,     ///< result = old; write old + operand
  exchange,      ///< result = old; write operand
  cas_strong,    ///< result = old; flag = (old == constant); if so write operand
  cas_weak,      ///< the same; if `spurious`, may also fail although the value matches
  fence,         ///< a fence
  lock,          ///< acquires mutex `location`; blocks while it is held
  unlock,        ///< releases mutex `location`
  await,         ///< blocks until a read gives `constant`; only that read is an event
  choose,        ///< result = any of 0 … constant - 1
  skip_if,       ///< if register `result` == constant, skips the next `skip` instructions
  add_unread,    ///< fetch_add whose result is thrown away
  sub_and_test,  ///< subtracts operand; flag = (the result is zero)
};

/// One instruction; which fields mean something depends on `what` (see action).
struct instruction {
  action what = action::load;
  unsigned location = 0;  ///< index into program::locations; for lock and unlock, of the mutex
  std::memory_order order = std::memory_order_relaxed;
  std::memory_order failure = std::memory_order_relaxed;  ///< of a failing compare-exchange
  expression operand{};
  value_type constant = 0;
  unsigned result = 0;    ///< register
  unsigned flag = 0;      ///< register
  unsigned skip = 0;      ///< number of instructions; past the end means the end
  bool spurious = false;  ///< explore the spurious failure of cas_weak
  bool plain = false;     ///< a relaxed load or store that is no atomic access, and may race
  bool operator==(const instruction&) const = default;
};

struct program {
  std::vector<value_type> locations{};  ///< initial values
  unsigned mutexes = 0;
  std::vector<std::vector<instruction>> threads{};
  bool operator==(const program&) const = default;
};

instruction load(unsigned reg, unsigned location, std::memory_order order);
instruction store(unsigned location, expression value, std::memory_order order);
instruction plain_load(unsigned reg, unsigned location);
instruction plain_store(unsigned location, expression value);
instruction fetch_add(unsigned reg, unsigned location, expression addend, std::memory_order order);
instruction exchange(unsigned reg, unsigned location, expression value, std::memory_order order);
instruction cas_strong(unsigned reg, unsigned flag, unsigned location, value_type expected,
                       expression desired, std::memory_order success, std::memory_order failure);
instruction cas_weak(unsigned reg, unsigned flag, unsigned location, value_type expected,
                     expression desired, std::memory_order success, std::memory_order failure,
                     bool spurious);
instruction fence(std::memory_order order);
instruction lock(unsigned mutex);
instruction unlock(unsigned mutex);
instruction await(unsigned location, value_type wanted, std::memory_order order);
instruction choose(unsigned reg, value_type alternatives);
instruction skip_if(unsigned reg, value_type equals, unsigned count);
instruction add_unread(unsigned location, value_type amount, std::memory_order order);
instruction sub_and_test(unsigned flag, unsigned location, value_type amount,
                         std::memory_order order);

/// Registers a thread needs: one more than the highest it names.
std::size_t register_count(const std::vector<instruction>& thread);

/// Does the instruction read a location (so that the rest of its thread depends on other threads)?
bool reads(const instruction& i);

/// Every index in range, every order one the standard allows for its operation, every unlock by
/// the holder, no mutex locked twice by one thread, none held at a thread's end, no skip into or
/// out of a locked region, and no location accessed both plainly and atomically.
bool well_formed(const program& p);

/// x, y, z, w, then v4, v5, …; mutexes are m0, m1, ….
std::string location_name(unsigned location);
std::string mutex_name(unsigned mutex);

/// One instruction a line, as a person would write it: "r0 = x.load(acq)".
std::string to_text(const instruction& i);
std::string to_text(const program& p);
std::ostream& operator<<(std::ostream& out, const program& p);  // found by RapidCheck

}  // namespace suture::oracle
