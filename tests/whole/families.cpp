#include "tests/whole/families.hpp"

namespace suture::whole {

const std::vector<family>& families() {
  static const std::vector<family> all{
      atomics(), widths(), vars(),  mutexes(), shared_mutexes(), conditions(), futexes(),
      threads(), loops(),  slots(), blocks(),  remade(),         choices(),    counts(),
  };
  return all;
}

}  // namespace suture::whole
