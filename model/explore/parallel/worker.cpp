#include "model/explore/parallel/worker.hpp"

#include <utility>

#include "model/engine/process/watchdog.hpp"
#include "model/explore/judge.hpp"

namespace suture {

namespace {

// After how many runs of an item the others are told how far it is.
constexpr std::uint64_t report_every = 64;

// The worker's part of the search, item by item.
class items_taken final : public partition {
 public:
  items_taken(ledger& shared, unsigned worker) : shared_(shared), worker_(worker) {}

  // That the next item is asked for means that the one before is done.
  bool mine(std::uint64_t item, bool) override {
    finish();
    item_ = item;
    result_ = {};
    mine_ = shared_.claim(item);
    return mine_;
  }
  void finish() {
    if (std::exchange(mine_, false)) shared_.finish(worker_, item_, std::move(result_));
  }

  std::uint64_t item() const { return item_; }
  bool counts() const { return mine_; }
  item_result& result() { return result_; }

 private:
  ledger& shared_;
  const unsigned worker_;
  std::uint64_t item_ = 0;
  bool mine_ = false;
  item_result result_;
};

// Makes the run along `g` as part of the item at hand; false where the worker is done with it.
bool do_run(judge& j, strategy& search, graph& g, items_taken& items, const search_plan& plan,
            ledger& shared) {
  item_result& result = items.result();
  if (items.counts() && shared.used_up(result.counts.runs())) {
    result.cut = true;
    items.finish();
    return false;
  }
  judgement run = j.make(g, items.counts() && !result.found);
  if (run.interrupted) {
    shared.stop();
    return false;
  }
  if (run.restart) {
    shared.refuse(items.item(), result.counts.runs() + 1, search.refusals());
    return false;
  }
  if (!items.counts()) return true;
  result.counts.count(run);
  if (!run.found) return true;
  result.found = std::move(run.found);
  if (!plan.stop_at_first) return true;
  items.finish();
  return false;
}

}  // namespace

void work(searcher& with, const search_plan& plan, ledger& shared, unsigned worker) {
  const std::unique_ptr<strategy> search = with.begin();
  search->refuse(plan.refused);
  items_taken items(shared, worker);
  search->divide(plan.depth, items);
  judge j(with.run(), plan.body, *search, plan.bounds);
  const deadline end(with.run().vital_signs(), plan.seconds);
  for (;;) {
    graph* g = search->next_run();
    if (end.passed()) {
      shared.stop();
      return;
    }
    if (g == nullptr) {
      items.finish();
      if (search->complete()) shared.walked();
      return;
    }
    if (!shared.matters(items.item())) return;
    if (!do_run(j, *search, *g, items, plan, shared)) return;
    const std::uint64_t runs = items.result().counts.runs();
    if (items.counts() && runs % report_every == 0) shared.report(worker, items.result().counts);
  }
}

}  // namespace suture
