// The checkers that others have added (extend.hpp), as a session attaches them.
#pragma once

#include <memory>
#include <vector>

#include "model/run/observed.hpp"

namespace suture {

// One of each, in the order of adding.
class extra_checkers {
 public:
  extra_checkers();
  void attach(observed& run);

 private:
  std::vector<std::unique_ptr<observer>> all_;
};

}  // namespace suture
