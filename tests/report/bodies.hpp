// Small programs whose traces are known. They stand in a file of their own, so that their lines
// change only where they do.
#pragma once

#include <string>
#include <vector>

namespace suture {

struct traced_body {
  std::string name;
  void (*run)();
};

const std::vector<traced_body>& traced_bodies();

}  // namespace suture
