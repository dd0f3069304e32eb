// jthread: a thread that its end asks to stop and waits for ([thread.jthread.class]).
//
// The same for every backend (see sync.hpp), for them to include behind their own thread and
// stop_source.
#pragma once

#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

#include "model/sync/shared/stop_token.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The body is given a stop_token where it takes one.
class jthread {
 public:
  using id = thread::id;

  jthread() noexcept : source_(nostopstate) {}
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, jthread>) explicit jthread(
      F&& body, site where = site::current())
      : source_(), thread_(started(std::forward<F>(body), source_.get_token(), where)) {}
  jthread(jthread&&) noexcept = default;
  jthread& operator=(jthread&& other) noexcept {
    if (this == &other) return *this;
    end({});
    source_ = std::exchange(other.source_, stop_source(nostopstate));
    thread_ = std::move(other.thread_);
    return *this;
  }
  ~jthread() { end({}); }

  void join(site where = site::current()) { thread_.join(where); }
  bool joinable() const noexcept { return thread_.joinable(); }
  id get_id() const noexcept { return thread_.get_id(); }
  static unsigned hardware_concurrency() noexcept { return thread::hardware_concurrency(); }

  stop_source get_stop_source() const { return source_; }
  stop_token get_stop_token() const { return source_.get_token(); }
  bool request_stop() { return source_.request_stop(); }

 private:
  template <class F>
  static thread started(F&& body, stop_token token, site where) {
    if constexpr (std::is_invocable_v<std::decay_t<F>, stop_token>) {
      return thread(
          [call = std::decay_t<F>(std::forward<F>(body)), own = std::move(token)]() mutable {
            std::invoke(std::move(call), std::move(own));
          },
          where);
    } else {
      return thread(std::forward<F>(body), where);
    }
  }
  void end(site where) {
    if (!joinable()) return;
    source_.request_stop();
    thread_.join(where);
  }

  stop_source source_;
  thread thread_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
