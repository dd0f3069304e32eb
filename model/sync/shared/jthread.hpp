// jthread: a thread that its end asks to stop and waits for ([thread.jthread.class]).
//
// The same for every backend (see sync.hpp), for them to include behind their own thread and
// stop_source.
#pragma once

#include <cstdint>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "model/sync/shared/bound_call.hpp"
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
  // Calls `body` with copies of the arguments, behind the token where it takes one.
  template <class F, class Arg, class... Args>
  requires(!std::is_same_v<std::decay_t<Arg>, site>) explicit jthread(F&& body, Arg&& arg,
                                                                      Args&&... args)
      : source_(),
        thread_(started(with_arguments(std::forward<F>(body), std::forward<Arg>(arg),
                                       std::forward<Args>(args)...),
                        source_.get_token(), site{})) {}
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
#if SUTURE_SYNC_DETACH
  void detach(site where = site::current()) { thread_.detach(where); }
#endif
  bool joinable() const noexcept { return thread_.joinable(); }
  id get_id() const noexcept { return thread_.get_id(); }
  static unsigned hardware_concurrency() noexcept { return thread::hardware_concurrency(); }

  stop_source get_stop_source() const { return source_; }
  stop_token get_stop_token() const { return source_.get_token(); }
  bool request_stop() { return source_.request_stop(); }
  void swap(jthread& other) noexcept {
    std::swap(source_, other.source_);
    thread_.swap(other.thread_);
  }

 private:
  template <class F, class... Args>
  static auto with_arguments(F&& body, Args&&... args) {
    if constexpr (std::is_invocable_v<std::decay_t<F>, stop_token, std::decay_t<Args>...>) {
      return [held = std::decay_t<F>(std::forward<F>(body)),
              with = std::tuple<std::decay_t<Args>...>(std::forward<Args>(args)...)](
                 stop_token own) mutable {
        std::apply(
            [&](auto&... one) { std::invoke(std::move(held), std::move(own), std::move(one)...); },
            with);
      };
    } else {
      return sync::detail::bound_call(std::forward<F>(body), std::forward<Args>(args)...);
    }
  }
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
