// Threads that are asked to stop, and threads that nobody waits for.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

struct objects {
  sync::stop_source source;
  sync::atomic<int> last{0};
};

}  // namespace

family stops() {
  return family_of<objects>(
      "stops", "sync::stop_source source; sync::atomic<int> last{0};",
      {
          {"source.request_stop()",
           {},
           [](actor& a, const arguments&) {
             a.note(a.of<objects>().source.request_stop() ? 1 : 0);
           }},
          {"source.stop_requested()",
           {},
           [](actor& a, const arguments&) {
             a.note(a.of<objects>().source.stop_requested() ? 1 : 0);
           }},
          {"stop_callback(source.get_token(), last.store({0}, {1}))",
           {number(3), store_order()},
           [](actor& a, const arguments& n) {
             auto& o = a.of<objects>();
             const sync::site here = a.here();
             const auto keep = [&] { o.last.store(n[0], as_store_order(n[1]), here); };
             const sync::stop_callback called(o.source.get_token(), keep);
           }},
          {"jthread(last.fetch_add(1))",
           {},
           [](actor& a, const arguments&) {
             auto& last = a.of<objects>().last;
             const sync::site here = a.here();
             const sync::jthread t([&] { last.fetch_add(1, std::memory_order_relaxed, here); },
                                   here);
           },
           1},
          {"last.load({0})",
           {load_order()},
           [](actor& a, const arguments& n) {
             a.note(a.of<objects>().last.load(as_load_order(n[0]), a.here()));
           },
           3},
      });
}

}  // namespace suture::whole
