// Every execution of the memory model, each exactly once.
//
// TruSt (Kokologiannakis, Marmanis, Gladstein, Vafeiadis, POPL 2022): depth first over execution
// graphs. A run goes along a graph and then takes the latest choice at each new event; afterwards
// the search goes back to the newest event that has another alternative. Alternatives of a read are
// the other writes it may read; of a write, the other places in modification order and the reads
// that could have read it had it come earlier (backward revisits, maximality.hpp).
//
// Deviations from the paper:
// - Alternatives are not pushed when an event is added but worked out when the search comes back to
//   it, so a run costs no more for having many.
// - A revisit makes a new graph, explored to its end before the search goes on in the old one; the
//   memory is that of the graphs on the way, however many executions there are.
// - Locks wait by failed polls: a lock attempt that another thread's lock displaces stays as an
//   event that orders nothing, and the attempt is made again (poll, event.hpp).
// - Threads created, started, ended and joined, and choices, are events without reads-from.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/engine/loops/round_audit.hpp"
#include "model/explore/exhaustive/revisit.hpp"
#include "model/explore/partition.hpp"
#include "model/explore/strategy_kind.hpp"
#include "model/run/graph_search.hpp"

namespace suture {

class exhaustive final : public strategy, public graph_search {
 public:
  // With `blind`, unread refcount changes commute (blind_counts.hpp).
  explicit exhaustive(memory_model& model, bool blind = true) : model_(model), blind_(blind) {}

  // Leaves out executions in which weak compare-exchanges fail by chance more often than that. A
  // retry loop around one has executions without end otherwise.
  void limit_spurious_failures(std::uint32_t most) { most_spurious_ = most; }

  // Looks at what rounds of a loop leave in memory for so many histories at a line of the source;
  // where there are more the search is bounded (round_audit.hpp).
  void look_at_rounds(std::size_t histories) { audit_.look_at(histories); }

  std::string_view name() const override { return "exhaustive"; }
  graph* next_run() override;
  void end_run(run_view& run, run_end end) override;
  bool restart() override;
  bool complete() const override { return begun_ && depth_ == 0 && !given_up_; }
  bool decides_by_graph() const override { return true; }
  graph_search* search() override { return this; }
  bool counts_blind() const override { return blind_; }
  void refuse_blind(const std::string& refcount) override;
  bool refused_blind(const std::string& refcount) const override {
    return refused_.contains(refcount);
  }
  bool refuses_any() const override { return !refused_.empty(); }
  bool refuse_all_blind() override;
  void refuse_loop(const sync::site& where) override;
  bool refused_loop(const sync::site& where) const override;
  bool meets_loop(const sync::site& where, std::uint64_t place) override;
  round_audit& audit() override { return audit_; }
  void leaves_marks(const sync::site& where) override;
  bool known_to_leave_marks(const sync::site& where) const override;
  void gives_up(const sync::site& where) override;
  bool trusts_in_news(const sync::site& where) override;
  bool failures_used_up(const graph& g) const override;
  bool tries_condition(const sync::site& where, std::uint64_t place) override {
    return meets_loop(where, place);
  }
  std::vector<std::string> refusals() const override;
  void refuse(const std::vector<std::string>& refusals) override;
  bool divide(std::uint32_t depth, partition& owner) override {
    split_depth_ = depth;
    owner_ = &owner;
    return true;
  }

  // The thread to go next is a function of the graph alone: the lowest with an ordinary operation;
  // else the lowest whose lock is free; else the lowest that is about to wait for a value.
  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override {
    return {run.events().latest(proto.location)};
  }
  std::uint32_t pick_place(const run_view& run, const event& proto) override {
    return static_cast<std::uint32_t>(run.events().where(proto.location).mo.size());
  }
  std::uint32_t pick_choice(const run_view&, std::uint32_t) override { return 0; }
  void add_polls(const run_view& run, graph& g) override;

  std::size_t held() const override { return depth_; }  // the graphs on the way

  // For estimates, which walk the tree of runs in an order of their own. The next run is that along
  // `place`: an empty graph, or a copy of one that next_below gave.
  graph* go_to(const graph& place);
  // After that run, one after the other: the graphs of the runs directly below it; then null.
  const graph* next_below();
  void copy(const graph& from, graph& to);

 private:
  // How far the alternatives of one unit have been tried.
  struct cursor {
    std::uint32_t place = fresh;  // reads, writes: place in modification order; choices: value
    std::uint32_t read = 0;       // next of the reads to revisit
    std::uint32_t back = 0;       // and the next place of the write in doing so
    bool spurious = false;
    bool deviated = false;  // the unit is no longer what it was first
    static constexpr std::uint32_t fresh = 0xFFFFFFFF;
  };
  // A graph, of which events from `base` on have alternatives of their own.
  struct frame {
    graph g;
    std::uint32_t base = 0;
    std::uint32_t deviations = 0;   // from the first run: see partition.hpp
    event_id completed = no_event;  // the write that the revisit gave the revisited read
    cursor at_base;
    std::vector<cursor> cursors;  // by event
  };
  enum class step : std::uint8_t { run, conflict, exhausted };

  frame& top() { return *frames_[depth_ - 1]; }
  frame& push();
  bool advance(frame& f);
  bool advance_read(frame& f, event_id head);
  bool advance_write(frame& f, event_id w);
  bool advance_choice(frame& f, event_id c);
  bool advance_count(frame& f, event_id d);
  step next_variant(graph& g, const event& proto, cursor& c);
  step try_variant(graph& g, const event& proto, event_id rf, bool spurious);
  bool next_revisit(frame& f, event_id w, cursor& c);
  bool within_allowance(const graph& g) const;  // of chance failures
  void collect_reads(const graph& g, event_id w);
  static void deviate(frame& f, cursor& c);
  static void leave(frame& f, const cursor& c) { f.deviations -= c.deviated ? 1 : 0; }
  bool enter(const frame& f, bool runs);
  // Is the time over? Then what comes of the search from here on is nothing.
  bool late() { return given_up_ = given_up_ || (run_ != nullptr && run_->interrupted()); }

  memory_model& model_;
  std::uint32_t most_spurious_ = 0xFFFFFFFF;
  std::vector<std::unique_ptr<frame>> frames_;  // the first depth_ are in use
  std::size_t depth_ = 0;
  bool begun_ = false;
  bool given_up_ = false;
  const run_view* run_ = nullptr;  // of whoever makes the runs
  partition* owner_ = nullptr;
  std::uint32_t split_depth_ = 0;
  std::uint64_t items_ = 0;  // how many have been entered or passed by
  std::vector<event_id> renamed_;
  revisit revisit_;
  std::vector<event_id> reads_;
  std::vector<std::uint8_t> past_;
  mo_tails tails_;
  bool blind_;
  // Identities of counters that are not counted blind, of loops that are not cut short, and of
  // loops that leave marks.
  std::set<std::string> refused_;
  std::set<std::string> trusted_;  // weak compare-exchanges: see trusts_in_news
  round_audit audit_;
  // By line and file of the source, the loops there that were met so far.
  std::map<std::pair<unsigned, std::string_view>, std::set<std::uint64_t>> loops_;
  bool outdated_ = false;  // the search began before the latest refusal
};

extern const strategy_kind exhaustive_kind;

}  // namespace suture
