// The cached hash of a str, in the ways it has been and could be kept.
//
// -1 means "not computed yet"; no hash is -1. Two threads may both compute it: they store the same
// value, so nothing is lost but time. What matters is how they read and write the field.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace hash_field {

inline constexpr std::int64_t unknown = -1;

// Each policy has get(compute): the cached value, or what compute() returns, which is then cached.

// An ordinary variable, as in the GIL build. Two threads may write it at once; that they write the
// same value makes it no less a data race to the language.
class plain {
 public:
  plain() { sync::label(hash_, "hash"); }

  template <class Compute>
  std::int64_t get(Compute compute) {
    const std::int64_t known = hash_.get();
    if (known != unknown) return known;
    const std::int64_t fresh = compute();
    hash_.set(fresh);
    return fresh;
  }

 private:
  sync::var<std::int64_t> hash_{unknown};
};

// A relaxed atomic, as in free-threaded CPython: the field stands for itself, nothing is
// published through it, so no order is needed.
class relaxed {
 public:
  relaxed() { sync::label(hash_, "hash"); }

  template <class Compute>
  std::int64_t get(Compute compute) {
    const std::int64_t known = hash_.load(std::memory_order_relaxed);
    if (known != unknown) return known;
    const std::int64_t fresh = compute();
    hash_.store(fresh, std::memory_order_relaxed);
    return fresh;
  }

 private:
  sync::atomic<std::int64_t> hash_{unknown};
};

// Mutants: a flag beside the value instead of a sentinel in it. Now two words must agree, and the
// order in which they become visible matters.
enum class flag_order {
  first,   // the flag is raised before the value is there
  relaxed  // after it, but nothing keeps another processor from seeing the flag first
};

template <flag_order Order>
class flagged {
 public:
  flagged() {
    sync::label(hash_, "hash");
    sync::label(is_known_, "hash is known");
  }

  template <class Compute>
  std::int64_t get(Compute compute) {
    if (is_known_.load(std::memory_order_relaxed) != 0)
      return hash_.load(std::memory_order_relaxed);
    const std::int64_t fresh = compute();
    if constexpr (Order == flag_order::first) is_known_.store(1, std::memory_order_relaxed);
    hash_.store(fresh, std::memory_order_relaxed);
    if constexpr (Order != flag_order::first) is_known_.store(1, std::memory_order_relaxed);
    return fresh;
  }

 private:
  sync::atomic<std::int64_t> hash_{unknown};
  sync::atomic<std::uint32_t> is_known_{0};
};

}  // namespace hash_field
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
