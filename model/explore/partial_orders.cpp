#include "model/explore/partial_orders.hpp"

#include <algorithm>

namespace suture {

namespace {

class hashing {
 public:
  explicit hashing(const graph& g) : g_(g) {
    for (event_id id = 0; id < g.size(); ++id) {
      threads_ = std::max<std::uint32_t>(threads_, g[id].thread + 1U);
    }
    for (thread_id t = 0; t < threads_; ++t) keys_.push_back(key_of_thread(g, t));
  }

  // Threads and locations are numbered as they come, so their parts are put together by sums.
  std::uint64_t all() const {
    std::uint64_t sum = 0;
    for (thread_id t = 0; t < threads_; ++t) sum += of_thread(t);
    for (location_id l = 0; l < g_.location_count(); ++l) sum += of_location(l);
    return sum;
  }

 private:
  std::uint64_t name_of(event_id id) const {
    if (id == init_event || id == no_event) return id;
    return mixed(keys_[g_[id].thread], g_[id].index);
  }
  std::uint64_t of_thread(thread_id t) const {
    std::uint64_t hash = keys_[t];
    for (const event_id id : g_.thread(t).events) {
      const event& e = g_[id];
      hash = mixed(hash, static_cast<std::uint64_t>(e.kind));
      if (e.location != no_location) hash = mixed(hash, key_of_location(g_, e.location));
      if (e.is_read()) hash = mixed(hash, name_of(e.rf) + (e.has(event_flag::spurious) ? 1 : 0));
      if (e.kind == event_kind::choice) hash = mixed(hash, e.value);
    }
    return hash;
  }
  std::uint64_t of_location(location_id l) const {
    std::uint64_t hash = mixed(key_of_location(g_, l), 1);
    for (const event_id id : g_.where(l).mo) hash = mixed(hash, name_of(id));
    return hash;
  }

  const graph& g_;
  std::uint32_t threads_ = 0;
  std::vector<identity_key> keys_;
};

}  // namespace

std::uint64_t fingerprint_of(const graph& g) { return hashing(g).all(); }

void partial_orders::end_run(run_view& run, run_end end) {
  if (end != run_end::complete) return;
  ++runs_;
  ++times_[fingerprint_of(run.events())];
  most_threads_ = std::max(most_threads_, run.thread_count());
  most_events_ = std::max<std::uint32_t>(most_events_, run.events().size());
}

std::uint64_t partial_orders::seen(std::uint32_t times) const {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(times_, [&](const auto& one) { return one.second == times; }));
}

}  // namespace suture
