// Mutexes that may be taken again, or in vain, and several at a time.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::recursive_mutex again;
  sync::timed_mutex timed[2];
  sync::shared_timed_mutex both;
  sync::var<int> kept{0};
};

constexpr std::chrono::microseconds soon{1};

}  // namespace

family timed_mutexes() {
  return family_of<objects>(
      "timed_mutexes",
      "sync::recursive_mutex again; sync::timed_mutex timed0, timed1; sync::shared_timed_mutex "
      "both; sync::var<int> kept{0};",
      {
          {"again.lock()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().again.lock(a.here()); },
           4,
           "again.unlock()"},
          {"again.unlock()",
           {},
           [](actor& a, const arguments&) { a.of<objects>().again.unlock(a.here()); },
           1},
          {"if (timed{0}.try_lock_for(1us)) timed{0}.unlock()",
           {number(2)},
           [](actor& a, const arguments& n) {
             auto& m = a.of<objects>().timed[n[0]];
             const bool got = m.try_lock_for(soon, a.here());
             a.note(got ? 1 : 0);
             if (got) m.unlock(a.here());
           },
           3},
          {"timed{0}.lock()",
           {number(2)},
           [](actor& a, const arguments& n) { a.of<objects>().timed[n[0]].lock(a.here()); },
           3,
           "timed{0}.unlock()"},
          {"timed{0}.unlock()",
           {number(2)},
           [](actor& a, const arguments& n) { a.of<objects>().timed[n[0]].unlock(a.here()); },
           1},
          {"scoped_lock(timed{0}, timed[1 - {0}]), kept.set(kept.get() + 1)",
           {number(2)},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             const sync::scoped_lock held(sync::here(o.timed[n[0]], a.here()),
                                          sync::here(o.timed[1 - n[0]], a.here()));
             const int before = o.kept.get(a.here());
             o.kept.set(before + 1, a.here());
             a.note(before);
           },
           4},
          {"if (both.try_lock_shared_for(1us)) both.unlock_shared()",
           {},
           [](actor& a, const arguments&) {
             auto& m = a.of<objects>().both;
             const bool got = m.try_lock_shared_for(soon, a.here());
             a.note(got ? 1 : 0);
             if (got) m.unlock_shared(a.here());
           }},
          {"both.lock(), both.unlock()",
           {},
           [](actor& a, const arguments&) {
             a.of<objects>().both.lock(a.here());
             a.of<objects>().both.unlock(a.here());
           }},
          {"kept.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().kept.get(a.here())); },
           1},
      });
}

}  // namespace suture::whole
