// Where in a run each of its questions was asked.
#pragma once

#include <vector>

#include "model/explore/relaying_decider.hpp"
#include "model/run/run_view.hpp"

namespace suture {

// A decider that asks another and notes, by question, how many events there were.
class question_log final : public relaying_decider {
 public:
  using relaying_decider::relaying_decider;

  const std::vector<event_id>& asked_at() const { return asked_at_; }

  thread_id pick_thread(const run_view& run) override {
    return note(run), inner().pick_thread(run);
  }
  read_choice pick_read(const run_view& run, const event& proto) override {
    return note(run), inner().pick_read(run, proto);
  }
  std::uint32_t pick_place(const run_view& run, const event& proto) override {
    return note(run), inner().pick_place(run, proto);
  }
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override {
    return note(run), inner().pick_choice(run, n);
  }

 private:
  void note(const run_view& run) { asked_at_.push_back(run.events().size()); }

  std::vector<event_id> asked_at_;
};

}  // namespace suture
