// Data races between the accesses of a litmus test.
//
// After Flanagan and Freund, "FastTrack", PLDI 2009: of each variable the last plain write and, of
// each thread, the last plain read since; and, where it is atomic, the last atomic write and read
// of each thread. Whoever accesses it must know of what it conflicts with; what "know" means is the
// run's happens-before. Atomic accesses do not race with each other. Threads touch data in an order
// that respects reads-from, so the later access of a race always comes here after the earlier one.
//
// The first race ends the run: what a program with a race does is not defined, so it has no further
// outcomes. Not thread-safe; one watch serves one execution.
#pragma once

#include <string>
#include <vector>

#include "litmus/test.hpp"
#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"

namespace suture::litmus {

class race_watch final : public observer {
 public:
  explicit race_watch(const test& t);

  void begin_run(run_view& run) override;
  void on_plain(run_view& run, const plain_access& access) override;
  // A plain access of an atomic variable, before it is made.
  void plain_at_atomic(run_view& run, std::uint32_t cell, bool write, const sync::site& where);
  // An atomic access, after it was made; `first` is its first event. What counts is what was known
  // in front of it: a plain write is an event of the graph, and synchronises with nobody, though
  // the graph, under sc, would have it so.
  void on_atomic(run_view& run, std::uint32_t cell, bool write, event_id first,
                 const sync::site& where);

 private:
  struct access {
    moment when{no_thread, 0};  // known to all, as long as there is none
    bool write = false;
    sync::site where;
  };
  struct variable {
    std::string name;
    access plain_write;
    std::vector<access> plain_reads;                  // since then, the last of each thread
    std::vector<access> atomic_writes, atomic_reads;  // the last of each thread
  };
  static void note(std::vector<access>& last, const access& now);
  static void object(run_view& run, const variable& v, const access& before, const access& now);
  static void require(run_view& run, const variable& v, const access& before, const access& now);
  static void plain(run_view& run, variable& v, const access& now);

  std::vector<variable> variables_;           // by cell
  std::vector<std::uint32_t> plain_objects_;  // the cells that are plain, in order of their making
};

}  // namespace suture::litmus
