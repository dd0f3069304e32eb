// Shared mutexes, used rightly and wrongly.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::shared_mutex s;
  sync::var<int> written{0};
};

sync::shared_mutex& s(actor& a) { return a.of<objects>().s; }

}  // namespace

family shared_mutexes() {
  return family_of<objects>(
      "shared_mutexes", "sync::shared_mutex s; sync::var<int> written{0};",
      {
          {"s.lock()",
           {},
           [](actor& a, const arguments&) { s(a).lock(a.here()); },
           3,
           "s.unlock()"},
          {"s.unlock()", {}, [](actor& a, const arguments&) { s(a).unlock(a.here()); }, 1},
          {"s.lock_shared()",
           {},
           [](actor& a, const arguments&) { s(a).lock_shared(a.here()); },
           4,
           "s.unlock_shared()"},
          {"s.unlock_shared()",
           {},
           [](actor& a, const arguments&) { s(a).unlock_shared(a.here()); },
           1},
          {"if (s.try_lock()) s.unlock()",
           {},
           [](actor& a, const arguments&) {
             const bool got = s(a).try_lock(a.here());
             a.note(got ? 1 : 0);
             if (got) s(a).unlock(a.here());
           }},
          {"if (s.try_lock_shared()) s.unlock_shared()",
           {},
           [](actor& a, const arguments&) {
             const bool got = s(a).try_lock_shared(a.here());
             a.note(got ? 1 : 0);
             if (got) s(a).unlock_shared(a.here());
           }},
          {"written.set({0})",
           {number(3)},
           [](actor& a, const arguments& n) { a.of<objects>().written.set(n[0], a.here()); },
           1},
          {"written.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().written.get(a.here())); }},
      });
}

}  // namespace suture::whole
