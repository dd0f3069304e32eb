#include "library/sampling.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "model/explore/rng.hpp"

namespace suture {

namespace {

constexpr std::uint64_t never = ~std::uint64_t{0};

// What the workers share.
class sampling {
 public:
  sampling(const options& how, const progress_callback& progress)
      : how_(how), progress_(progress), counts_(how.jobs), results_(how.jobs) {}

  // Worker `w`, from its beginning to its end.
  void work(unsigned w, const std::function<void()>& body, std::string_view strategy, budget b) {
    try {
      b.runs = b.runs == 0 ? 0 : b.runs / how_.jobs + (w < b.runs % how_.jobs ? 1 : 0);
      if (b.runs == 0 && how_.max_executions != 0) return;
      session mine(how_.memory, limits_of(how_));
      // The first worker samples as a lone one would.
      const std::uint64_t seed = w == 0 ? how_.seed : rng(how_.seed + w).next();
      exploration result = mine.explore(
          body, strategy, seed, b, [&](const statistics& counts) { return may_go_on(w, counts); });
      if (result.found) note_finding(result.counts.runs());
      results_[w] = std::move(result);
    } catch (...) {
      const std::lock_guard held(guard_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  exploration outcome() {
    if (failure_) std::rethrow_exception(failure_);
    exploration* first = nullptr;
    statistics all;
    for (exploration& r : results_) {
      all.add(r.counts);
      if (r.found && (first == nullptr || r.counts.runs() < first->counts.runs())) first = &r;
    }
    exploration result = first != nullptr ? std::move(*first) : exploration{};
    result.counts = all;
    return result;
  }

 private:
  bool may_go_on(unsigned w, const statistics& counts) {
    if (counts.runs() > earliest_.load()) return false;
    if (!progress_) return true;
    const std::lock_guard held(guard_);
    counts_[w] = counts;
    statistics all;
    for (const statistics& one : counts_) all.add(one);
    return progress_(all);
  }

  void note_finding(std::uint64_t run) {
    std::uint64_t known = earliest_.load();
    while (run < known && !earliest_.compare_exchange_weak(known, run)) {
    }
  }

  const options& how_;
  const progress_callback& progress_;
  std::atomic<std::uint64_t> earliest_{never};  // run in which some worker found something
  std::mutex guard_;
  std::vector<statistics> counts_;
  std::vector<exploration> results_;
  std::exception_ptr failure_;
};

}  // namespace

exploration sample(const std::function<void()>& body, const options& how, std::string_view strategy,
                   const budget& b, const progress_callback& progress) {
  sampling shared(how, progress);
  {
    std::vector<std::jthread> workers;
    for (unsigned w = 0; w < how.jobs; ++w) {
      workers.emplace_back([&, w] { shared.work(w, body, strategy, b); });
    }
  }
  return shared.outcome();
}

}  // namespace suture
