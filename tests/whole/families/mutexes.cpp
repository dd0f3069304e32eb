// Mutexes, used rightly and wrongly, and data that they guard.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::mutex m[2];
  sync::var<int> guarded{0};
};

sync::mutex& m(actor& a, const arguments& n) { return a.of<objects>().m[n[0]]; }

}  // namespace

family mutexes() {
  return family_of<objects>(
      "mutexes", "sync::mutex m0, m1; sync::var<int> guarded{0};",
      {
          {"m{0}.lock()",
           {number(2)},
           [](actor& a, const arguments& n) { m(a, n).lock(a.here()); },
           6,
           "m{0}.unlock()"},
          {"m{0}.unlock()",
           {number(2)},
           [](actor& a, const arguments& n) { m(a, n).unlock(a.here()); },
           1},
          {"if (m{0}.try_lock()) m{0}.unlock()",
           {number(2)},
           [](actor& a, const arguments& n) {
             const bool got = m(a, n).try_lock(a.here());
             a.note(got ? 1 : 0);
             if (got) m(a, n).unlock(a.here());
           },
           3},
          {"lock_guard(m{0}), guarded.set(guarded.get() + 1)",
           {number(2)},
           [](actor& a, const arguments& n) {
             const sync::lock_guard<sync::mutex> held(m(a, n), a.here());
             auto& guarded = a.of<objects>().guarded;
             const int before = guarded.get(a.here());
             a.note(before);
             guarded.set(before + 1, a.here());
           },
           4},
          {"guarded.get()",
           {},
           [](actor& a, const arguments&) { a.note(a.of<objects>().guarded.get(a.here())); },
           1},
      });
}

}  // namespace suture::whole
