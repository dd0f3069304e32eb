// The checker: is a history one that the model allows, and if not, where does it go wrong?
//
// How a check for linearizability goes: the calls are put in numbers; where every operation has a
// key the keys are checked apart; in each part the order the history itself suggests is tried
// (witness.hpp, linear), and if that fails the search decides (wing_gong_lowe.hpp).
//
// A checker keeps its memory from one history to the next, so keep it where many are checked. Not
// for use by several threads at once; give each its own. The model may be shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkers/linearizability/allowance.hpp"
#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/model.hpp"
#include "checkers/linearizability/problem.hpp"

namespace suture::linearizability {

struct options {
  bool witness_first = true;
  bool by_key = true;
  std::vector<allowance> allowances;
  limits bounds;
};

// A part of the history that could not be linearized. Operations go by their index.
struct failure {
  std::optional<value> key;  // of the part, where it is one key's
  std::vector<word> part;    // its operations, by time of call
  word stuck = 0;            // the first operation that fits nowhere
  value answer;              // what the model says it returns after the first partial linearization
  // The longest partial linearizations, all of one length; not more than limits::partials.
  std::vector<std::vector<word>> partials;
  // What the first of them does: the state before operation first_state, and after it and each
  // later one. The states of a long history's beginning are left out.
  std::size_t first_state = 0;
  std::vector<std::string> states;
};

struct outcome {
  verdict decision = verdict::holds;
  // A linearization of the whole history, where it holds. A pending operation is in it iff it is
  // taken to have had an effect; reads of which no result is known or believed are left out.
  std::vector<word> order;
  std::optional<failure> why;        // where it fails
  std::size_t parts = 0;             // checked apart
  std::size_t witnessed = 0;         // of those, decided by the witness alone
  std::size_t undecided = 0;         // of the parts
  std::uint64_t configurations = 0;  // visited by searches
  bool out_of_effort = false;        // limits::steps or limits::seconds was reached, not the memory
  std::vector<excuse> excuses;       // point into the options of the checker
};

class checker {
 public:
  explicit checker(std::shared_ptr<const model> spec, options chosen = {});

  // Each throws bad_history for a history that is not one (see validate) or an operation that the
  // model does not know. `operations` is only read.
  outcome linearizable(const history& operations);
  // The same where there is no clock: `order` says what comes before what (see precedence.hpp), and
  // the times only in which order the history is shown.
  outcome linearizable(const history& operations, const precedence& order);
  verdict sequentially_consistent(const history& operations);
  verdict quiescently_consistent(const history& operations);

  const model& spec() const { return *spec_; }

 private:
  problem made_ready(const history& operations);
  outcome check_parts(const problem& p);

  std::shared_ptr<const model> spec_;
  options options_;
  value_table values_;
};

}  // namespace suture::linearizability
