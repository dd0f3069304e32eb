// Makes a given graph happen from the first event on, deciding as the graph says.
//
// A strategy that works on graphs replays them thread by thread, in an order no person would want
// to read and no schedule can express. This decider runs the same graph as an interleaving with few
// switches, so that a recorder around it gets the schedule. The order is one of po ∪ rf ∪ mo ∪ fr
// where those are acyclic, as under sc they always are, and of po ∪ rf otherwise.
#pragma once

#include <vector>

#include "model/explore/strategy.hpp"

namespace suture {

class linearization final : public strategy {
 public:
  // Of a run that does not end, the thread with the most events goes only where no other can: if it
  // came first, the run would be cut off before the others have had their turn.
  explicit linearization(const graph& target, bool endless = false);

  std::string_view name() const override { return "linearization"; }
  graph* next_run() override;
  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override;
  std::uint32_t pick_place(const run_view& run, const event& proto) override;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override;
  bool tries_condition(const sync::site&, std::uint64_t) override { return true; }  // as there

 private:
  static std::vector<std::vector<event_id>> predecessors(const graph& g, bool with_coherence);
  bool sort(const std::vector<std::vector<event_id>>& before);
  event_id next_of(const run_view& run, thread_id t);
  event_id here_of(const run_view& run, event_id target_event);

  // Operations by thread: polls are only attempts, and an update is one operation with its read.
  struct operation_list {
    struct seen_part {
      std::size_t seen = 0;
      std::vector<event_id> operations;
    };
    std::vector<seen_part> threads;
    std::vector<std::uint32_t> numbers;  // by event: how many operations its thread did before

    const std::vector<event_id>& of(const graph& g, thread_id t);
  };

  const graph& target_;
  thread_id last_ = no_thread;       // who goes only where no other can
  std::vector<std::uint32_t> rank_;  // by event of the target: its place in the order
  graph graph_;
  operation_list here_, there_;
  bool ran_ = false;
};

}  // namespace suture
