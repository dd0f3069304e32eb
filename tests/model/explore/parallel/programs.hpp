// Small programs whose searches are compared, however many workers share them.
#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace suture::testing {

struct program {
  std::string name;
  // Returns what the run came to: values read, in words.
  std::function<std::string()> body;
};

// Programs of which nothing is wrong, and the same with something wrong in some of their runs, at
// the beginning, in the middle and at the end of the search.
const std::vector<program>& sound_programs();
const std::vector<program>& failing_programs();

// What a program came to in any of its runs. Any number of threads may add to it.
class outcomes {
 public:
  std::function<void()> collecting(const program& p) {
    return [this, &p] {
      const std::string outcome = p.body();
      const std::lock_guard held(guard_);
      seen_.insert(outcome);
    };
  }
  const std::set<std::string>& seen() const { return seen_; }

 private:
  std::mutex guard_;
  std::set<std::string> seen_;
};

}  // namespace suture::testing
