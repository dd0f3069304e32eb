// What a parking lot is made of, and what it may be told to get wrong.
#pragma once

#include <cstddef>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Right as they stand here; a mutant differs in one point.
struct parking_rules {
  // CPython has 257. A program wants many; a search wants one, so that it is no matter of addresses
  // which waiters meet in a bucket.
  static constexpr std::size_t buckets = 1;
  // Taken for granted. CPython has its raw mutex there (raw_mutex.hpp).
  using bucket_lock = sync::mutex;

  // The word is compared under the bucket's lock, under which whoever changes it looks for waiters.
  static constexpr bool compares_under_lock = true;
  // Whoever takes a waiter out of its bucket says so in the waiter's node, before it wakes it.
  static constexpr bool unpark_marks = true;
  static constexpr bool unpark_all_marks = true;  // gh-114944: it did not
  // The waiter is taken out of its bucket and told what it needs in one step.
  static constexpr bool tells_under_lock = true;

  // May a sleeper wake because of a signal, now? Asked once in a sleep.
  static bool is_interrupted() { return false; }
};

// For programs.
struct many_buckets : parking_rules {
  static constexpr std::size_t buckets = 257;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
