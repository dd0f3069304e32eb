#pragma once

// The programs every memory model is judged by, with the number of executions they have.
//
// Names and shapes are those of the literature (Maranget, Sarkar, Sewell, "A tutorial introduction
// to the ARM and POWER relaxed memory models", 2012; the RC11 paper, see axioms.hpp; the families
// are from the stateless model checking papers, foremost Kokologiannakis et al., POPL 2022).

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/execution.hpp"
#include "tests/oracle/program.hpp"

namespace suture::oracle {

struct litmus {
  std::string name{};
  program code{};
  std::size_t rc11 = 0;     ///< complete executions under rc11
  std::size_t sc = 0;       ///< complete executions under sc
  std::size_t blocked = 0;  ///< blocked ones, under either
  /// The outcome the test is famous for: impossible under sc, and under rc11 unless `allowed`.
  std::optional<outcome> weak{};
  bool allowed = false;
};

/// The two-to-four-thread shapes with their famous outcomes.
std::vector<litmus> classic_litmus();

/// The families below at sizes that the oracle enumerates in at most a second or so.
std::vector<litmus> family_litmus();

program writers(unsigned n);                          ///< n threads write x: n!
program increments(unsigned threads, unsigned each);  ///< fetch_add(x): (nk)! / (k!)^n
program readers(unsigned n);                          ///< one writer, n readers: 2^n
program lastzero(unsigned n);  ///< thread 0 searches an array the others fill: (n+3)·2^(n−2)
program casrot(unsigned n);    ///< thread i does CAS(x, i, i + 1)
program mutual_exclusion(unsigned threads, unsigned each);  ///< lock; unlock
program lock_inversion();                                   ///< AB–BA
program refcount_pairs(unsigned threads, unsigned each);    ///< incref; decref on a count of 1

}  // namespace suture::oracle
