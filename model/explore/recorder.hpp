// A decider that asks another and writes down the answers as a schedule.
#pragma once

#include "model/explore/relaying_decider.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

class recorder final : public relaying_decider {
 public:
  using relaying_decider::relaying_decider;

  void begin_run() {
    taken_.clear();
    question_ = 0;
  }
  const schedule& taken() const { return taken_; }
  std::uint32_t questions() const { return question_; }

  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override;
  std::uint32_t pick_place(const run_view& run, const event& proto) override;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override;

 private:
  void note(std::uint32_t answer, std::uint32_t usual) {
    if (answer != usual) taken_.push_back({question_, answer});
    ++question_;
  }

  schedule taken_;
  std::uint32_t question_ = 0;
};

}  // namespace suture
