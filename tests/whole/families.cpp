#include "tests/whole/families.hpp"

namespace suture::whole {

const std::vector<family>& families() {
  static const std::vector<family> all{
      atomics(),  widths(),      plain_places(),   notified(),   shared_pointers(), stops(),
      vars(),     mutexes(),     shared_mutexes(), conditions(), timed_mutexes(),   semaphores(),
      latches(),  once_flags(),  futexes(),        threads(),    loops(),           slots(),
      blocks(),   remade(),      choices(),        counts(),     wides(),           references(),
      requeues(), allocations(), deadlines(),
  };
  return all;
}

}  // namespace suture::whole
