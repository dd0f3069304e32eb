// A world that nobody stops: its threads attach and detach, and that is all.
//
// With the face of basic_world, for what is built over one and does without stopping it.
#pragma once

#include "interp_core/thread/scopes.hpp"
#include "interp_core/thread/thread_part.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

class unstoppable_world {
 public:
  class member : public parted_thread {
   public:
    explicit member(unstoppable_world&) {}
    void attach() {
      is_attached_ = true;
      tell_attached();
    }
    void detach() {
      tell_detaching();
      is_attached_ = false;
    }
    bool is_attached() const { return is_attached_; }
    void safepoint() { tell_safepoint(); }
    bool has_stopped_the_world() const { return false; }

   private:
    bool is_attached_ = false;
  };

  template <class Mutex>
  void lock(member& me, Mutex& m) {
    if (m.try_lock()) return;
    me.detach();
    m.lock();
    me.attach();
  }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
