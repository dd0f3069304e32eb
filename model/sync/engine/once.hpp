// One call, whoever comes first: [thread.once].
#pragma once

#include <functional>
#include <utility>

#include "model/sync/engine/hooks.hpp"
#include "model/sync/locks.hpp"

namespace suture::sync {
inline namespace engine_backend {

class once_flag {
 public:
  once_flag(site where = site::current()) {
    hooks::make_cell(cell_, once::fresh, 4, where, primitive::once_flag);
  }
  ~once_flag() { hooks::destroy_cell(cell_, {}); }
  once_flag(const once_flag&) = delete;
  once_flag& operator=(const once_flag&) = delete;

  hooks::cell& engine_cell() { return cell_; }

 private:
  hooks::cell cell_;
};

// Calls f once for all who come with the same flag; the others wait until it is done. Where f
// throws, the exception goes to its caller, and the next one who comes calls f.
template <class F, class... Args>
void call_once(here<once_flag> flag, F&& f, Args&&... args) {
  hooks::cell& c = flag.object.engine_cell();
  if (!hooks::begin_once(c, flag.where)) return;
  try {
    std::invoke(std::forward<F>(f), std::forward<Args>(args)...);
  } catch (...) {
    hooks::end_once(c, false, flag.where);
    throw;
  }
  hooks::end_once(c, true, flag.where);
}

}  // namespace engine_backend
}  // namespace suture::sync
