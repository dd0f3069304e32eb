// Writes down the shape of a run (schedule/shape.hpp).
#pragma once

#include <string>

#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"
#include "model/schedule/shape.hpp"

namespace suture {

class shape_observer final : public observer {
 public:
  void begin_run(run_view&) override { shape_.clear(); }
  void on_event(run_view& run, event_id id) override {
    const event& e = run.events()[id];
    if (e.has(event_flag::internal)) return;
    shape_.push_back(shape_step(static_cast<unsigned>(e.kind), e.thread, e.where.function));
  }
  const std::string& shape() const { return shape_; }

 private:
  std::string shape_;
};

}  // namespace suture
