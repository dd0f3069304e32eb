// once_flag and call_once over a monitor.
#pragma once

#include <functional>
#include <utility>

#include "model/sync/locks.hpp"
#include "model/sync/relacy/monitor.hpp"

namespace suture::sync {
inline namespace relacy_backend {

class once_flag {
 public:
  enum class state { fresh, running, done };

  once_flag(site where = site::current()) : state_(state::fresh, where) {}

  // True where the caller is to run the function.
  bool begin(const site& where) {
    bool runs = false;
    state_.when([](state s) { return s != state::running; },
                [&](state& s) {
                  runs = s == state::fresh;
                  if (runs) s = state::running;
                },
                false, where);
    return runs;
  }
  void end(state to, const site& where) {
    state_.change([&](state& s) { return s = to; }, where);
  }

 private:
  detail::monitor<state> state_;
};

template <class F, class... Args>
void call_once(here<once_flag> flag, F&& f, Args&&... args) {
  if (!flag.object.begin(flag.where)) return;
  try {
    std::invoke(std::forward<F>(f), std::forward<Args>(args)...);
  } catch (...) {
    flag.object.end(once_flag::state::fresh, flag.where);
    throw;
  }
  flag.object.end(once_flag::state::done, flag.where);
}

}  // namespace relacy_backend
}  // namespace suture::sync
