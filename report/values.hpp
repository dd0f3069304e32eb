// Values of atomics in words that are the same in every process.
//
// The engine knows an atomic's value as bits. What points into the heap of the run is written as
// its block, what points to an atomic or to plain data as that, by label or identity; what points
// elsewhere into the process (a global, a stack) has no name of its own and is numbered in the
// order of appearance: p1, p2. Everything else is a number, negative where it is just below zero in
// its width. Of plain data the type is known.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/run/run_view.hpp"

namespace suture::report {

// A block's label, or "b1.0". An object at a block's beginning has the same address, so what is the
// name of an atomic, one of `atomics`, is not taken for the block's.
std::string block_name(const run_view& run, const block& b, const std::set<std::string>& atomics);

class values {
 public:
  // Looks at all values of the run's graph. Valid until the execution's next run.
  explicit values(const run_view& run);

  // What the address was the address of when it was used; it may be another's by now.
  void points_to(std::uint64_t bits, std::string name) { pointees_[bits] = std::move(name); }
  // A pointer that is a value of plain data: the graph does not hold those.
  void note_pointer(std::uint64_t bits);

  std::string text(const event& e, std::uint64_t bits) const;
  // Empty where the kind of value is not shown.
  std::string text(hooks::value_kind kind, std::uint8_t bytes, std::uint64_t bits) const;

 private:
  std::string pointer_text(std::uint64_t bits) const;  // empty where it is none
  void look_at(location_id l, std::uint8_t size, std::uint64_t bits);
  bool mapped(std::uint64_t address) const;
  std::string wide_text(std::uint64_t number) const;

  struct range {
    std::uint64_t begin, end;
  };
  const run_view& run_;
  std::vector<range> mapped_;             // the process's memory
  std::set<std::string> atomics_;         // their names
  std::set<location_id> pointers_;        // locations that hold a pointer at some time
  std::vector<std::uint64_t> elsewhere_;  // pointers out of the heap, in order of appearance
  std::map<std::uint64_t, std::string> pointees_;
};

}  // namespace suture::report
