// Data races between the plain accesses of a litmus test.
//
// After Flanagan and Freund, "FastTrack", PLDI 2009: of each variable the last write and, of each
// thread, the last read since. Whoever accesses it must know of what it conflicts with; what
// "know" means is the run's happens-before. Threads touch plain data in an order that respects
// reads-from, so the later access of a race always comes here after the earlier one.
//
// The first race ends the run: what a program with a race does is not defined, so it has no further
// outcomes. Not thread-safe; one watch serves one execution.
#pragma once

#include <vector>

#include "litmus/test.hpp"
#include "model/execution/execution.hpp"
#include "model/execution/observer.hpp"

namespace suture::litmus {

class race_watch final : public observer {
 public:
  explicit race_watch(const test& t);

  void on_make_plain(execution& run, const plain_access& made, bool initialised) override;
  void on_plain(execution& run, const plain_access& access) override;

 private:
  struct access {
    moment when;
    bool write = false;
    sync::site where;
  };
  struct variable {
    access last_write;
    std::vector<access> reads;  // since then, the last of each thread
  };
  void object(execution& run, const std::string& name, const access& before, const access& now);

  std::vector<std::string> names_;  // of the plain locations, in the order of their making
  std::vector<variable> variables_;
};

}  // namespace suture::litmus
