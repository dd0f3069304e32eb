// Atomicity: whether the operations of a run could each have happened at one moment.
//
// Code marks its operations (model/sync/marks.hpp); an operation's name says which model the object
// is held to ("list.append"). As "list/documented.append" it is held to what CPython promises of
// its free-threaded build: documented_allowances (allowance.hpp) says what is excused, with the
// source of each. When a run is over, the operations of each object must have an order that its
// model allows and that keeps happens-before: an operation comes before another if its end is known
// where the other begins (execution::knows). A clock would say more than there is to know: in a
// search the order in which a run carries things out is one of many that its graph allows. That is
// also the limit of this checker. Threads that hear nothing of each other may be put in either
// order, whatever a watch would have shown; who wants a real-time order checked has the threads
// tell each other (scenarios/generated does).
//
// The checker works on complete runs only: a blocked one is for deadlock.hpp, and where a run is
// cut short operations are too. One that is nested in another of its thread, as a key's comparison
// may use the same dict, counts as overlapping with it. One that failed with a MemoryError has
// promised that nothing has changed, so the others are held to their model without it.
//
// Not thread-safe; one checker serves one execution. Histories that have passed are remembered,
// since most executions of a search differ in nothing that an operation could show.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "checkers/linearizability/allowance.hpp"
#include "checkers/linearizability/checker.hpp"
#include "model/run/observed.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class linearizability_checker final : public observer {
 public:
  // `allowed`: operations documented not to be atomic.
  explicit linearizability_checker(std::vector<linearizability::allowance> allowed = {});

  void attach(observed& run) {
    run.observe(*this);
    run.observe_marks(*this);
  }

  // Of all runs so far: histories looked at, and those among them that had to be checked.
  std::uint64_t histories() const { return histories_; }
  std::uint64_t checked() const { return checked_; }

  void begin_run(run_view& run) override;
  void on_begin_operation(run_view& run, const sync::marked_call& call) override;
  void on_end_operation(run_view& run, const sync::mark_value& result, sync::site where) override;
  void on_mark_lock(run_view& run, const void* lock, bool taken, sync::site where) override;
  void on_free(run_view& run, const block* b, const void* address, sync::site where) override;
  void end_run(run_view& run, run_end end) override;

 private:
  using word = linearizability::word;

  struct entry {
    sync::marked_call call;
    sync::mark_value result;
    thread_id thread = 0;
    std::uint32_t lane = 0;  // the thread; a number of its own where nested
    moment ended;            // of no thread: it has not
    std::int64_t called = 0;
    std::int64_t returned = linearizability::pending;
    std::int64_t effect = linearizability::unknown;
    std::vector<word> before;  // the last of each lane that is known to have ended
  };
  // An object, by address for as long as it is there.
  struct subject {
    const void* address = nullptr;
    std::string model;
    bool gone = false;
    std::vector<entry> operations;  // in the order in which the run began them
  };
  // An operation under way.
  struct place {
    std::size_t subject = 0;
    std::size_t operation = 0;
  };

  std::size_t subject_of(const void* address, std::string_view model);
  static bool has_ended(const entry& e);
  static bool has_failed(const entry& e);
  static std::vector<word> known_before(const run_view& run, const subject& s);
  static std::string summary(const subject& s);
  linearizability::checker& checker_for(const std::string& model);
  void check(run_view& run, const subject& s);
  // `told`: the operations, as the history numbers them.
  void report(run_view& run, const subject& s, const std::vector<const entry*>& told,
              const linearizability::history& operations, const linearizability::failure& why);

  std::vector<linearizability::allowance> allowed_;
  std::map<std::string, std::unique_ptr<linearizability::checker>, std::less<>> checkers_;
  std::unordered_set<std::string> passed_;  // asked, never walked
  std::vector<subject> subjects_;
  std::vector<std::vector<place>> open_;  // by thread, the innermost last
  std::int64_t now_ = 0;
  std::uint64_t histories_ = 0;
  std::uint64_t checked_ = 0;
};

}  // namespace suture
