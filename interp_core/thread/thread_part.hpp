// What a thread has to put in order when it ceases to be attached, and when it is again: its
// critical sections, its place among those who free memory late.
#pragma once

#include <vector>

#include "interp_core/thread/thread_state.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Called in the thread itself, which is attached at the time.
class thread_part {
 public:
  virtual void has_attached() {}
  virtual void will_detach() {}
  // Between two instructions: the thread holds no pointer that nobody counts.
  virtual void at_safepoint() {}

 protected:
  thread_part() = default;
  ~thread_part() = default;
  thread_part(const thread_part&) = delete;
  thread_part& operator=(const thread_part&) = delete;
};

// A thread state with its parts: the thread's own, and told in the order in which they came.
class parted_thread : public thread_state {
 public:
  // By the thread itself, attached.
  void add(thread_part& p) { parts_.push_back(&p); }
  void remove(thread_part& p) { std::erase(parts_, &p); }

 protected:
  void tell_attached() {
    for (thread_part* p : parts_) p->has_attached();
  }
  void tell_detaching() {
    for (thread_part* p : parts_) p->will_detach();
  }
  void tell_safepoint() {
    for (thread_part* p : parts_) p->at_safepoint();
  }

 private:
  std::vector<thread_part*> parts_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
