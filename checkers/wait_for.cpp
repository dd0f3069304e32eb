#include "checkers/wait_for.hpp"

#include <algorithm>

namespace suture {

namespace {

bool is_count(primitive p) {
  return p == primitive::semaphore || p == primitive::latch || p == primitive::barrier ||
         p == primitive::once_flag;
}

// How many are still to arrive at the barrier whose gate is at `gate`: its arrivals are counted in
// the place that its maker made next (sync::barrier).
std::uint64_t still_to_arrive(const graph& g, location_id gate) {
  const location& of = g.where(gate);
  for (location_id l = 0; l < g.location_count(); ++l) {
    if (g.where(l).maker != of.maker || g.where(l).ordinal != of.ordinal + 1) continue;
    return g.value_of(g.latest(l), l) & barrier_word::mask;
  }
  return 0;
}

void describe_count(const graph& g, blocked_thread& b) {
  b.kind = wait_kind::count;
  std::optional<lock_hold> holder;
  if (b.what == primitive::once_flag) holder = runner_of(g, b.on);
  if (b.what == primitive::semaphore) holder = taker_of_permits(g, b.on);
  if (b.what == primitive::barrier) b.now = still_to_arrive(g, b.on);
  if (holder) b.holders.push_back(*holder);
}

blocked_thread describe(const run_view& run, thread_id t) {
  const graph& g = run.events();
  blocked_thread b;
  b.thread = t;
  b.where = run.thread(t).stands_at();
  const event* pending =
      run.thread(t).status == thread_status::waiting ? run.thread(t).next_event() : nullptr;
  if (run.thread(t).status == thread_status::joining) {
    b.kind = wait_kind::join;
    b.holders.push_back({run.thread(t).target, {}});
  } else if (pending == nullptr) {
    b.kind = wait_kind::spin;
  } else if (pending->has(event_flag::lock)) {
    b.on = pending->location;
    b.what = run.objects().kind_of(b.on);
    b.now = g.value_of(g.latest(b.on), b.on);
    if (is_count(b.what)) {
      describe_count(g, b);
    } else {
      b.kind = wait_kind::lock;
      b.holders = holders_of(g, b.on);
      if (pending->condition == await_condition::no_writer && b.now < exclusive_owner) {
        b.holders = waiting_writers_of(g, b.on);
        b.behind_writers = !b.holders.empty();
      }
    }
  } else {
    const sleep_place asleep = run.thread(t).asleep_on;
    b.on = asleep.word;
    // A condition variable is its own wait queue; a futex word has one beside it.
    b.kind = g.where(b.on).bucket == no_location ? wait_kind::condition : wait_kind::futex;
    b.expected = asleep.expected;
    b.now = g.value_of(g.latest(b.on), b.on);
    if (b.kind == wait_kind::condition) return b;
    if (const auto taker = taker_of(g, b.on, t)) b.holders.push_back(*taker);
  }
  return b;
}

// Depth first along the edges, from the lowest thread on.
class cycle_finder {
 public:
  explicit cycle_finder(const std::vector<blocked_thread>& threads) : threads_(threads) {}

  std::vector<wait_edge> find() {
    for (const blocked_thread& t : threads_) {
      if (visit(t)) break;
    }
    return cycle_;
  }

 private:
  bool visit(const blocked_thread& t) {
    if (std::find(done_.begin(), done_.end(), t.thread) != done_.end()) return false;
    for (const lock_hold& holder : t.holders) {
      path_.push_back({&t, holder});
      const auto closed = std::find_if(path_.begin(), path_.end(), [&](const wait_edge& e) {
        return e.waiter->thread == holder.thread;
      });
      if (closed != path_.end()) {
        cycle_.assign(closed, path_.end());
        return true;
      }
      const auto next =
          std::find_if(threads_.begin(), threads_.end(),
                       [&](const blocked_thread& other) { return other.thread == holder.thread; });
      if (next != threads_.end() && visit(*next)) return true;
      path_.pop_back();
    }
    done_.push_back(t.thread);
    return false;
  }

  const std::vector<blocked_thread>& threads_;
  std::vector<wait_edge> path_, cycle_;
  std::vector<thread_id> done_;
};

}  // namespace

std::vector<blocked_thread> blocked_threads(const run_view& run) {
  std::vector<blocked_thread> threads;
  for (const thread_id t : run.unfinished()) threads.push_back(describe(run, t));
  std::sort(threads.begin(), threads.end(),
            [](const blocked_thread& a, const blocked_thread& b) { return a.thread < b.thread; });
  return threads;
}

std::vector<wait_edge> find_cycle(const std::vector<blocked_thread>& threads) {
  std::vector<wait_edge> cycle = cycle_finder(threads).find();
  const auto lowest = std::min_element(
      cycle.begin(), cycle.end(),
      [](const wait_edge& a, const wait_edge& b) { return a.waiter->thread < b.waiter->thread; });
  std::rotate(cycle.begin(), lowest, cycle.end());
  return cycle;
}

}  // namespace suture
