// What extensions have said when they raised an exception, by thread.
//
// The exception itself is in the thread state (thread_state.hpp); only the words are here.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "interp_core/thread/thread_state.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

class raised_texts {
 public:
  void raise(thread_state& in, error what, std::string text) {
    in.set_raised(what);
    const sync::lock_guard<sync::mutex> lock(mutex_);
    texts_[&in] = std::move(text);
  }

  // Forgets the exception. "ValueError: the text"; empty where there was none.
  std::string fetch(thread_state& in) {
    const error what = in.fetch();
    std::string text;
    {
      const sync::lock_guard<sync::mutex> lock(mutex_);
      if (const auto found = texts_.find(&in); found != texts_.end()) {
        text = std::move(found->second);
        texts_.erase(found);
      }
    }
    if (what == error::none) return "";
    return std::string(to_string(what)) + (text.empty() ? "" : ": " + text);
  }

 private:
  sync::mutex mutex_;
  std::map<const thread_state*, std::string> texts_;
};

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
