// once_flag and call_once: those of the standard library.
#pragma once

#include <mutex>
#include <utility>

#include "model/sync/locks.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

class once_flag {
 public:
  once_flag(site = site::current()) {}
  once_flag(const once_flag&) = delete;
  once_flag& operator=(const once_flag&) = delete;

  std::once_flag& native() noexcept { return flag_; }

 private:
  std::once_flag flag_;
};

template <class F, class... Args>
void call_once(here<once_flag> flag, F&& f, Args&&... args) {
  std::call_once(flag.object.native(), std::forward<F>(f), std::forward<Args>(args)...);
}

}  // namespace native_backend
}  // namespace suture::sync
