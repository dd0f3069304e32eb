// Ends of threads: what they do last, and threads whose end nobody waits for.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

void execution::at_thread_exit(std::function<void()> action, bool last) {
  if (over()) return;
  effect();
  std::vector<std::function<void()>>& actions = me_->at_exit;
  actions.insert(last ? actions.begin() : actions.end(), std::move(action));
}

// An action may register others; they come next.
void execution::run_exit_actions() {
  std::vector<std::function<void()>>& actions = me_->at_exit;
  if (mutated("exit_actions_are_run")) actions.clear();
  while (!actions.empty()) {
    const std::function<void()> last = std::move(actions.back());
    actions.pop_back();
    last();
  }
}

// The thread is being unwound: what body and actions hold is destroyed, as all on its stack is.
exit_guard::~exit_guard() {
  of.body = nullptr;
  while (!of.at_exit.empty()) of.at_exit.pop_back();
}

// What a thread held that was never unwound is lost: its owners may be gone, and destructors would
// act in another run.
void lose_leftovers(thread_state& s) {
  if (!s.at_exit.empty()) ::new std::vector<std::function<void()>>(std::move(s.at_exit));
  s.at_exit.clear();
  if (s.body) ::new std::function<void()>(std::move(s.body));
  s.body = nullptr;
}

void execution::detach_thread(thread_id t, const sync::site& where) {
  if (over()) return;
  if ((t == 0 || t >= live_threads_) && !mutated("detached_once")) {
    report({std::string(finding_kind::misuse),
            fmt::format("thread {} detaches a thread that is not joinable: it was not started, was "
                        "joined or detached before, or was moved from",
                        current_),
            {{fmt::format("thread {} detaches", current_), where}},
            {}});
  }
  effect();
  threads_[t]->detached = true;
}

// In a destructor: the thread that does this goes on to its next operation.
void execution::drop_joinable(thread_id t) {
  if (tearing_down_ || found_ || mutated("threads_are_joined")) return;
  const bool thrown_out = std::uncaught_exceptions() != 0;
  if (thrown_out && mutated("exceptions_drop_threads_too")) return;
  quietly([&] {
    effect();
    if (thrown_out) dropper_ = current_;
    report({std::string(finding_kind::misuse),
            fmt::format("thread {} destroys the object of thread {}, which is joinable{}: "
                        "std::terminate would be called; join or detach it before",
                        current_, t, thrown_out ? ", while an exception unwinds the stack" : ""),
            {{fmt::format("thread {} drops thread {}", current_, t), me_->waits_at}},
            {}});
  });
}

void execution::left_by_exception(const char* what, const sync::site& where) {
  if (tearing_down_ || mutated("callbacks_do_not_throw")) throw;
  std::string words;
  try {
    throw;
  } catch (const std::exception& e) {
    words = e.what();
  } catch (...) {
    words = "not a std::exception";
  }
  report({std::string(finding_kind::exception),
          fmt::format("an exception leaves {} in thread {}, and std::terminate would be called: {}",
                      what, current_, words),
          {{fmt::format("thread {} calls it", current_), where}},
          {}});
  throw;
}

// Main has ended, and everybody else is detached: the process would end here.
bool execution::only_daemons_left() const {
  return !mutated("daemons_may_hang") && threads_[0]->status == thread_status::finished &&
         std::all_of(active_.begin(), active_.end(),
                     [&](thread_id t) { return threads_[t]->detached; });
}

}  // namespace suture
