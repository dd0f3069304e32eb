// A program of the oracle's as a body for the engine: one logical thread for each of its threads.
//
// Its locations are made first, in order, then its mutexes, all by the main thread; so the k-th
// object the main thread makes is location k, or mutex k minus the number of locations, and its
// k-th child runs thread k. Registers are plain C++ and made afresh in each run.
//
// An await is a spin_until on a load. A weak compare-exchange whose spurious failure is not to be
// explored is a strong one: the engine always explores it.
//
// A plain access is one of a sync::var. It is no event, so the body keeps a record of those it
// made. What it has read is known from the order of the run, which is right unless there is a race.
#pragma once

#include <functional>
#include <vector>

#include "tests/oracle/execution.hpp"
#include "tests/oracle/program.hpp"

namespace suture::testing {

// The plain accesses of a run.
struct plain_record {
  std::vector<std::vector<oracle::operation>> accesses;   // by thread, in program order
  std::vector<std::vector<oracle::operation_id>> writes;  // by location, in modification order
};

class program_body {
 public:
  explicit program_body(oracle::program p) : program_(std::move(p)) {}
  program_body(const program_body&) = delete;
  program_body& operator=(const program_body&) = delete;

  const oracle::program& code() const { return program_; }
  // To be given to execution::run; must not outlive this object.
  std::function<void()> body() {
    return [this] { run(); };
  }
  // As the latest run left them; of a thread that did not end, as it had them when it stopped.
  const std::vector<std::vector<oracle::value_type>>& registers() const { return registers_; }

  const plain_record& plain() const { return plain_; }

 private:
  struct shared;
  void run();
  void run_thread(unsigned t, shared& s);
  void access_plainly(shared& s, const oracle::instruction& i, oracle::operation_id as);

  oracle::program program_;
  std::vector<std::vector<oracle::value_type>> registers_;
  plain_record plain_;
};

}  // namespace suture::testing
