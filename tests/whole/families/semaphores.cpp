// A counting semaphore of at most two permits.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::counting_semaphore<2> permits{1};
  sync::var<int> guarded{0};
};

auto& permits(actor& a) { return a.of<objects>().permits; }

}  // namespace

family semaphores() {
  return family_of<objects>(
      "semaphores", "sync::counting_semaphore<2> permits{1}; sync::var<int> guarded{0};",
      {
          {"permits.acquire()",
           {},
           [](actor& a, const arguments&) { permits(a).acquire(a.here()); },
           5,
           "permits.release({0} + 1)"},
          {"permits.release({0} + 1)",
           {number(2)},
           [](actor& a, const arguments& n) { permits(a).release(n[0] + 1, a.here()); }},
          {"permits.try_acquire()",
           {},
           [](actor& a, const arguments&) { a.note(permits(a).try_acquire(a.here()) ? 1 : 0); }},
          {"permits.try_acquire_for(1us)",
           {},
           [](actor& a, const arguments&) {
             const bool got = permits(a).try_acquire_for(std::chrono::microseconds(1), a.here());
             a.note(got ? 1 : 0);
           }},
          {"guarded.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().guarded.get(a.here())); }},
          {"guarded.set({0})",
           {number(3)},
           [](actor& a, const arguments& n) { a.of<objects>().guarded.set(n[0], a.here()); },
           1},
      });
}

}  // namespace suture::whole
