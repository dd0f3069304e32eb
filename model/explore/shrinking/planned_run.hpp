// Carries out a plan, and writes down what has come of it.
#pragma once

#include "model/explore/relaying_decider.hpp"
#include "model/explore/shrinking/plan.hpp"
#include "model/explore/strategy.hpp"

namespace suture {

// One run. What of the plan can not be done is left out.
class planned_run final : public strategy {
 public:
  explicit planned_run(plan p) : plan_(std::move(p)) {}

  // The thread of `one` does not make more events than that before the other has made so many.
  // Where nobody else can go on, it does.
  void hold(plan_block one, plan_block until) { held_ = one, held_until_ = until; }

  std::string_view name() const override { return "planned"; }
  graph* next_run() override;
  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override;
  std::uint32_t pick_place(const run_view& run, const event& proto) override;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override;
  bool tries_condition(const sync::site&, std::uint64_t) override { return true; }  // as replay

 private:
  const oddity* odd_now(const run_view& run, oddity::what kind) const;

  bool is_held(const run_view& run, thread_id t) const;

  plan plan_;
  plan_block held_{no_thread, 0}, held_until_;
  graph graph_;
  bool ran_ = false;
};

// A decider that asks another one and writes down the plan of the run.
class plan_recorder final : public relaying_decider {
 public:
  using relaying_decider::relaying_decider;

  const plan& taken() const { return plan_; }

  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override;
  std::uint32_t pick_place(const run_view& run, const event& proto) override;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override;

 private:
  void note(const run_view& run, oddity::what kind, event_id source, std::uint32_t choice,
            bool by_chance);

  plan plan_;
};

}  // namespace suture
