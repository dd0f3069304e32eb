// Objects: when they are there, and for whom.
#include <optional>

#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

struct node {
  sync::atomic<int> value{1};
};

// The pointer to a new object, shown to another thread.
template <std::memory_order Store>
void published() {
  sync::atomic<node*> shown{nullptr};
  sync::parallel([&] { shown.store(sync::make<node>(), Store); },
                 [&] {
                   if (node* const n = shown.load(acquire)) n->value.load(relaxed);
                 });
  sync::destroy(shown.load());
}

void used_after_its_end() {
  node* const n = sync::make<node>();
  sync::parallel([&] { n->value.load(); }, [&] { sync::destroy(n); });
}

void ended_while_used() {
  std::optional<sync::mutex> m(std::in_place);
  sync::parallel(
      [&] {
        m->lock();
        m->unlock();
      },
      [&] { m.reset(); });
}

}  // namespace

engine_cases life_cases() {
  return {
      {"published", published<release>, "2 complete", "2 complete"},
      {"published, not released", published<relaxed>, "2 complete", "race"},
      {"used_after_its_end", used_after_its_end, "use-after-free", "use-after-free"},
      {"ended_while_used", ended_while_used, "use-after-free", "use-after-free"},
  };
}

}  // namespace suture::testing
