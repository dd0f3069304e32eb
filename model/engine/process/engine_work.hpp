// A check within a check: code under test that calls the engine.
#pragma once

namespace suture {

class execution;

// While it lives, what the calling OS thread does is not code under test of the run that it is in,
// if it is in one, but the engine's own work: it may take its time, start threads, and wait for
// them.
class engine_work {
 public:
  engine_work();
  ~engine_work();
  engine_work(const engine_work&) = delete;
  engine_work& operator=(const engine_work&) = delete;

 private:
  execution* const outer_;
  bool judging_ = false;
  bool suspended_ = false;
};

}  // namespace suture
