// Which locks each thread holds, by their marks (model/sync/marks.hpp): those of `sync` and those
// of the user's own making alike.
#pragma once

#include <algorithm>
#include <vector>

#include "model/graph/event.hpp"

namespace suture {

class marked_locks {
 public:
  struct hold {
    const void* lock = nullptr;
    int depth = 0;     // how often it was taken; below 0: given back without having been taken
    sync::site since;  // of the first time
  };

  void clear() {
    for (std::vector<hold>& of_thread : held_) of_thread.clear();
  }

  void mark(thread_id thread, const void* lock, bool taken, const sync::site& where) {
    if (held_.size() <= thread) held_.resize(thread + 1);
    std::vector<hold>& mine = held_[thread];
    auto found =
        std::find_if(mine.begin(), mine.end(), [&](const hold& h) { return h.lock == lock; });
    if (found == mine.end()) found = mine.insert(mine.end(), {lock, 0, where});
    found->depth += taken ? 1 : -1;
    if (found->depth == 0) mine.erase(found);
  }

  // In the order of taking.
  const std::vector<hold>& of(thread_id thread) {
    if (held_.size() <= thread) held_.resize(thread + 1);
    return held_[thread];
  }

 private:
  std::vector<std::vector<hold>> held_;  // by thread
};

}  // namespace suture
