// What observers can be added to.
#pragma once

#include <vector>

#include "model/run/observer.hpp"

namespace suture {

// They must outlive it, or be forgotten.
class observed {
 public:
  void observe(observer& o) { observers_.push_back(&o); }
  // For one that wants on_event, or marks; most do not, and the hot path stays clear of them.
  void observe_events(observer& o) { event_observers_.push_back(&o); }
  void observe_marks(observer& o) { mark_observers_.push_back(&o); }
  void forget(observer& o) {
    std::erase(observers_, &o);
    std::erase(mark_observers_, &o);
    std::erase(event_observers_, &o);
  }

 protected:
  std::vector<observer*> observers_, event_observers_, mark_observers_;
};

}  // namespace suture
