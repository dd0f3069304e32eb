// Every execution with at most so many preemptions.
//
// A preemption is a switch away from a thread that could go on; switches at a wait or at a thread's
// end are free. Most bugs need one or two (Musuvathi, Qadeer: "Iterative Context Bounding for
// Systematic Testing of Multithreaded Programs", PLDI 2007), and with a bound the number of
// schedules grows as a polynomial of the length of the run instead of exponentially.
//
// Depth first over sequences of decisions: who goes on, which of the writes that the memory model
// allows a read takes its value from, where a write goes, choices. There is no reduction: runs that
// differ only in the order of independent operations are all made.
//
// Deviations from the paper:
// - The bound is fixed; whoever wants to iterate makes one strategy after the other
// (portfolio.hpp).
// - The memory model's answers are all tried and cost nothing.
// - Loops are kept from going round forever, where the paper relies on a fair scheduler:
//   a thread that has changed nothing in its last limits::spins operations gives way to those that
//   have; who has seen the same outdated value twice in a row at the same place in the source, and
//   changed nothing meanwhile, sees a later one; and a weak compare-exchange that has just failed
//   by chance does not fail by chance once more.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/explore/strategy_kind.hpp"

namespace suture {

class bounded final : public strategy {
 public:
  static constexpr std::uint32_t most_preemptions = 1000;
  // "bounded:∞": every interleaving, without any reduction. Of use where another search is checked.
  static constexpr std::uint32_t unlimited = 0xFFFFFFFF;

  bounded(std::uint32_t preemptions, const memory_model& model)
      : allowed_(preemptions),
        latest_only_(model.interleaves()),
        name_("bounded:" + (preemptions == unlimited ? "∞" : std::to_string(preemptions))) {}

  std::string_view name() const override { return name_; }
  graph* next_run() override;
  // Every run within the bound has been made, which is not every run.
  bool complete() const override { return begun_ && path_.empty(); }
  // "at most 2 preemptions": what complete() is true of.
  std::string bound() const override;

  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override;
  std::uint32_t pick_place(const run_view& run, const event& proto) override;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override;

 private:
  // A decision: its answers are answers_[first] … up to those of the next decision.
  struct node {
    std::uint32_t first = 0;
    std::uint32_t taken = 0;  // which of them, counted from `first`
  };

  bool asked_before() const { return question_ < path_.size(); }
  std::uint32_t repeat() {
    const node& n = path_[question_++];
    return answers_[n.first + n.taken];
  }
  void begin_node() { path_.push_back({static_cast<std::uint32_t>(answers_.size()), 0}); }
  void may(std::uint32_t answer) { answers_.push_back(answer); }
  void list_threads(const run_view& run, bool goes_on);
  void list_reads(const run_view& run, const event& proto);
  void note_progress(const run_view& run);

  std::uint32_t allowed_;
  bool latest_only_;  // the order of the run is the order of the interleaving
  std::string name_;
  bool begun_ = false;
  std::vector<node> path_;
  std::vector<std::uint32_t> answers_;
  // Of the present run:
  std::size_t question_ = 0;
  std::uint32_t preemptions_ = 0;
  std::vector<std::uint32_t> idle_;    // by thread: operations since it last changed something
  std::vector<std::uint8_t> resting_;  // by thread: gives way to the others
  graph graph_;
};

extern const strategy_kind bounded_kind;

}  // namespace suture
