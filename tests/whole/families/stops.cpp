// Threads that are asked to stop, and threads that nobody waits for.
#include "tests/whole/families.hpp"

namespace suture::whole {

namespace {

// Without a state where there is no memory for one.
sync::stop_source made() {
  try {
    return sync::stop_source();
  } catch (const std::bad_alloc&) {
    return sync::stop_source(sync::nostopstate);
  }
}

struct objects {
  sync::stop_source source = made();
  sync::atomic<int> last{0};
};

// Its end asks it to stop, and waits for it.
void run_until_asked(actor& a, const arguments& n) {
  auto& last = a.of<objects>().last;
  const sync::site here = a.here();
  const auto order = as_store_order(n[0]);
  if (!a.of<objects>().source.stop_possible()) return;  // nor would the thread's be
  const sync::jthread t(
      [&last, here, order](const sync::stop_token& token) {
        while (!token.stop_requested(here)) sync::yield(here);
        last.store(3, order, here);
      },
      here);
}

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
          {"jthread(token => while (!token.stop_requested()) yield(), last.store(3, {0}))",
           {store_order()},
           run_until_asked,
           1},
          {"copy = source, token = copy.get_token(), token.stop_possible()",
           {},
           [](actor& a, const arguments&) {
             const sync::stop_source copy = a.of<objects>().source;
             const sync::stop_token token = copy.get_token();
             a.note(token.stop_possible(a.here()) ? 1 : 0);
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
