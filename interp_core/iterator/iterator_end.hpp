// How an iterator that threads share gives up its container at the end.
#pragma once

#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Source: gh-148873, and the iterators of free-threaded CPython, which have no lock.
enum class iterator_end : std::uint8_t {
  under_lock,  // the iterator has a lock of its own, held from the look at the container to the end
  kept,        // the container is the iterator's until that dies: CPython's listiter since 3.13
  by_exchange,  // mutant: one thread takes the reference out, another may still be using it
  unguarded     // mutant: look, store, drop, in three steps: two threads drop the one reference
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
