// Pointers of which every thread has its own.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::thread_local_ptr<int> own[2];
  int places[3] = {};
};

}  // namespace

family slots() {
  return family_of<objects>("slots", "sync::thread_local_ptr<int> own0, own1; int places[3];",
                            {
                                {"own{0}.set(&places[{1}])",
                                 {number(2), number(3)},
                                 [](actor& a, const arguments& n) {
                                   auto& o = a.of<objects>();
                                   o.own[n[0]].set(&o.places[n[1]]);
                                 }},
                                {"own{0}.get() - places",
                                 {number(2)},
                                 [](actor& a, const arguments& n) {
                                   auto& o = a.of<objects>();
                                   const int* const mine = o.own[n[0]].get();
                                   a.note(mine == nullptr ? -1 : static_cast<int>(mine - o.places));
                                 }},
                            });
}

}  // namespace suture::whole
