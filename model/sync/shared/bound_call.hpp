// A call with arguments as one without: what a thread's constructor is given.
#pragma once

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace suture::sync::detail {

// Calls a copy of `call` with copies of the arguments, all of them moved from: to be called once.
template <class F, class... Args>
auto bound_call(F&& call, Args&&... args) {
  return [held = std::decay_t<F>(std::forward<F>(call)),
          with = std::tuple<std::decay_t<Args>...>(std::forward<Args>(args)...)]() mutable {
    std::apply([&](auto&... one) { std::invoke(std::move(held), std::move(one)...); }, with);
  };
}

}  // namespace suture::sync::detail
