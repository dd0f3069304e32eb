// A row of the tables in which the files lock_*.cpp name their variants.
#pragma once

#include <span>

#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Relacy calls it a lost wake-up where nobody is left to post a semaphore, and misuse where a
// semaphore is gone that is being posted: of such variants it has no second opinion.
enum class relacy { agrees, differs };

struct lock_entry {
  const char* id;
  const char* summary;
  const char* provenance;
  body run;
  const char* expected = "verified";
  std::span<const other_verdict> otherwise = {};
  relacy second_opinion = relacy::agrees;
  unsigned threads = 2;
};

inline void register_entries(registry& out, std::span<const lock_entry> entries) {
  for (const lock_entry& e : entries) {
    if (this_backend == backend::relacy && e.second_opinion == relacy::differs) continue;
    out.add({.id = e.id,
             .summary = e.summary,
             .provenance = e.provenance,
             .expected = e.expected,
             .otherwise = e.otherwise,
             .threads = e.threads},
            this_backend, e.run);
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
