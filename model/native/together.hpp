// Operations of a module at the same time, each thread's in a thread of its own; and the same
// operations one after the other, which says what the others may come to.
//
// Wing and Gong, Testing and verifying concurrent objects, JPDC 1993; Burckhardt, Dern, Musuvathi,
// Tan, Line-Up, PLDI 2010: the sequential runs of the code itself are the specification. Here an
// order need only be that of each thread's own operations.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/native/module.hpp"

namespace suture::native {

struct combination {
  const module::object_kind* object = nullptr;
  std::vector<std::vector<const module::operation*>> threads;
};

// Each order as the threads that come by turns: {0, 1, 0}. In lexical order.
using turns = std::vector<std::size_t>;
std::vector<turns> orders_of(const combination& c);

// What operations and observation gave back, in words: "append, pop 1; then 2 3".
using results = std::set<std::string>;

// A run in one thread, which adds to `into`. `m` and `into` must outlive the body. Without `order`
// each is tried.
std::function<void()> body_in_order(const module& m, const combination& c,
                                    const std::optional<turns>& order, results* into);

// A run in threads. Where `allowed` is not null, what it gives back must be among that.
std::function<void()> body_together(const module& m, const combination& c,
                                    std::shared_ptr<const results> allowed);

}  // namespace suture::native
