// Conditions of spin_until: asked again when something that they have read has changed.
#pragma once

#include "model/sync/site.hpp"

namespace suture {

class execution;

class conditions {
 public:
  explicit conditions(execution& run) : run_(run) {}

  void spin_begin(const sync::site& where);
  void spin_again(const sync::site& where);  // it does not hold
  void spin_end();

  // The running thread's condition has a state of its own: misuse.
  void condition_changes(const sync::site& where);

 private:
  bool watch_iteration();
  void wait_for_change(const sync::site& where);
  bool ask_again(const sync::site& where);

  execution& run_;
};

}  // namespace suture
