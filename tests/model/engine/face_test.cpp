// Every name of the scheduling abstraction, used once under the engine as under the other backends.
#include "tests/model/sync/face.hpp"

#include <gtest/gtest.h>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

TEST(face, is_the_same_here) {
  for (const auto& use :
       {face::use_in_one_thread, face::use_references, face::use_timed_sleep, face::use_counts,
        face::use_threads, face::use_futex, face::use_atomic_waits, face::use_thread_ends,
        face::use_stopping, face::use_ends_of_threads, face::use_parker, face::use_the_rest}) {
    const exploration e = sample(use);
    EXPECT_EQ(message_of(e), "");
    EXPECT_EQ(e.counts.complete, 50U);
  }
}

}  // namespace
}  // namespace suture::testing
