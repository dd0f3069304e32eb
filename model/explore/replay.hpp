// Follows a schedule: at each question the recorded answer, else the default.
#pragma once

#include <string>

#include "model/explore/strategy.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

// One run. An answer that is not possible at its question is a divergence: the run goes on with the
// default answer, and `diverged` tells the first such question.
class replay final : public strategy {
 public:
  static constexpr std::uint32_t never = 0xFFFFFFFF;

  explicit replay(schedule s) : schedule_(std::move(s)) {}

  std::string_view name() const override { return "replay"; }
  graph* next_run() override;
  thread_id pick_thread(const run_view& run) override;
  read_choice pick_read(const run_view& run, const event& proto) override;
  std::uint32_t pick_place(const run_view& run, const event& proto) override;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override;
  bool tries_condition(const sync::site&, std::uint64_t) override { return true; }  // as there

  std::uint32_t diverged() const { return diverged_; }
  std::uint32_t questions() const { return question_; }

 private:
  // The recorded answer to the present question, which is then over; or `usual`.
  std::uint32_t answer(std::uint32_t usual);
  void diverge() {
    if (diverged_ == never) diverged_ = question_ - 1;
  }

  schedule schedule_;
  std::size_t next_ = 0;
  std::uint32_t question_ = 0;
  std::uint32_t diverged_ = never;
  bool ran_ = false;
  graph graph_;
};

}  // namespace suture
