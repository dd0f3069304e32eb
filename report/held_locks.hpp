// Which locks each thread holds, followed event by event.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/graph/event.hpp"

namespace suture::report {

class held_locks {
 public:
  void clear() { held_.clear(); }

  void take(thread_id t, location_id lock, std::string name) {
    held_.push_back({t, lock, std::move(name)});
  }
  // Does nothing where the thread does not hold it.
  void give_back(thread_id t, location_id lock) {
    const auto one = std::find_if(held_.rbegin(), held_.rend(),
                                  [&](const hold& h) { return h.thread == t && h.lock == lock; });
    if (one != held_.rend()) held_.erase(std::next(one).base());
  }
  bool holds(thread_id t, location_id lock) const {
    return std::any_of(held_.begin(), held_.end(),
                       [&](const hold& h) { return h.thread == t && h.lock == lock; });
  }
  // Somebody who holds it; no_thread where nobody does.
  thread_id holder(location_id lock) const {
    const auto one =
        std::find_if(held_.begin(), held_.end(), [&](const hold& h) { return h.lock == lock; });
    return one == held_.end() ? no_thread : one->thread;
  }
  // Their names in the order of taking, separated by commas.
  std::string of(thread_id t) const {
    std::string names;
    for (const hold& h : held_) {
      if (h.thread == t) names += (names.empty() ? "" : ", ") + h.name;
    }
    return names;
  }

 private:
  struct hold {
    thread_id thread;
    location_id lock;
    std::string name;
  };
  std::vector<hold> held_;
};

}  // namespace suture::report
