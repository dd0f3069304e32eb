// The samplers in turn: each misses what another finds at once.
//
// Run i is made by strategy i mod n, so a sample can be shared by workers as any other.
#pragma once

#include <array>
#include <memory>

#include "model/explore/sampling/sampler.hpp"

namespace suture {

class mixture final : public strategy {
 public:
  mixture(memory_model& model, const strategy_options& options);

  std::string_view name() const override { return "mixture"; }
  graph* next_run() override;
  thread_id pick_thread(const run_view& run) override { return now_->pick_thread(run); }
  read_choice pick_read(const run_view& run, const event& proto) override {
    return now_->pick_read(run, proto);
  }
  std::uint32_t pick_place(const run_view& run, const event& proto) override {
    return now_->pick_place(run, proto);
  }
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override {
    return now_->pick_choice(run, n);
  }

 private:
  std::array<std::unique_ptr<sampler>, 6> all_;
  sampler* now_ = nullptr;  // who makes the run
  std::uint64_t run_;       // the next
  std::uint64_t step_;
};

extern const strategy_kind mixture_kind;

}  // namespace suture
