// A row of the tables in which families name their variants.
#pragma once

#include <span>

#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Relacy has no second opinion where it calls a fault by another name: a lost wake-up where nobody
// is left to post a semaphore, misuse where a semaphore is gone that is being posted. Nor where its
// random walk, which lets a load look back one store only, seldom meets the fault.
enum class relacy { agrees, differs };

struct variant_row {
  const char* id;
  const char* summary;
  const char* provenance;
  body run;
  const char* expected = "verified";
  std::span<const other_verdict> otherwise = {};
  relacy second_opinion = relacy::agrees;
  unsigned threads = 2;
};

inline void register_row(registry& out, const variant_row& row) {
  if (this_backend == backend::relacy && row.second_opinion == relacy::differs) return;
  out.add({.id = row.id,
           .summary = row.summary,
           .provenance = row.provenance,
           .expected = row.expected,
           .otherwise = row.otherwise,
           .threads = row.threads},
          this_backend, row.run);
}

inline void register_rows(registry& out, std::span<const variant_row> rows) {
  for (const variant_row& row : rows) register_row(out, row);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
