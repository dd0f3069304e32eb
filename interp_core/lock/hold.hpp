// hold: a lock held for a scope, for any of the locks of this folder.
#pragma once

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Lock>
class [[nodiscard]] hold {
 public:
  explicit hold(Lock& lock) : lock_(lock) { lock_.lock(); }
  ~hold() { lock_.unlock(); }
  hold(const hold&) = delete;
  hold& operator=(const hold&) = delete;

 private:
  Lock& lock_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
