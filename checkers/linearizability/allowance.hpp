// Operations that are documented not to be atomic, so that a check against the documentation does
// not report what was never promised. Nothing is allowed by default: an object under one lock has
// no excuse.
//
// An excused operation has its result taken on trust; what it does to the object is checked as
// ever. Excuses hold only while operations overlap: alone, each must answer as the model does.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/model.hpp"
#include "checkers/linearizability/precedence.hpp"

namespace suture::linearizability {

struct allowance {
  std::string model;
  std::string function;
  int arguments = -1;  // only calls with as many; -1: any
  // Who may see `function` half done: these, while they overlap with it. Empty: `function` reads
  // the object piece by piece, and is itself excused while it overlaps with any change.
  std::vector<std::string> observers;
  std::string source;  // where it is documented

  // "list.sort", "list.pop/1"
  std::string name() const;
};

// What CPython documents of its free-threaded build, for all models. Valid for good.
std::span<const allowance> documented_allowances();

// Those of the documented ones that `text` names: "documented" for all of the model, else names
// separated by commas, with or without the model's ("sort,pop/1"). Throws std::invalid_argument for
// a name that is not documented as non-atomic, offering the nearest.
std::vector<allowance> allowances_named(std::string_view text, std::string_view model);

struct excuse {
  word operation;         // its index in the history
  const allowance* rule;  // one that excuses it
};

// Which operations are excused, in order of their index. `pure` says of each operation whether it
// never changes the object. O(n log n) for each rule that applies; O(n²) with an order, which then
// says in place of the times which operations overlap.
std::vector<excuse> excused(const history& operations, std::span<const allowance> allowances,
                            std::string_view model, const std::vector<bool>& pure,
                            const precedence* order = nullptr);

}  // namespace suture::linearizability
