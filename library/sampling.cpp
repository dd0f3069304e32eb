#include "library/sampling.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

constexpr std::uint64_t never = ~std::uint64_t{0};
// Samples of a worker whose counts are kept together.
constexpr std::uint64_t chunk = 512;

// A worker's samples, chunk by chunk.
struct samples {
  std::vector<statistics> chunks;
  std::uint64_t found_at = never;  // number of the sample among those of all workers
  exploration found;
};

class sampling {
 public:
  sampling(const std::function<void()>& body, const options& how, std::string_view strategy,
           const budget& b, const progress_callback& progress)
      : body_(body),
        how_(how),
        strategy_(strategy),
        budget_(b),
        progress_(progress),
        counts_(how.jobs),
        made_(how.jobs) {}

  exploration run() {
    {
      std::vector<std::jthread> workers;
      for (unsigned w = 0; w < how_.jobs; ++w) {
        workers.emplace_back([this, w] { work(w); });
      }
    }
    if (failure_) std::rethrow_exception(failure_);
    return outcome();
  }

 private:
  void work(unsigned w) {
    try {
      session mine(how_.memory, limits_of(how_));
      while (sample_chunk(w, mine)) {
      }
    } catch (...) {
      const std::lock_guard held(guard_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  // Number, among the samples of all workers, of the n-th of worker `w`; and how many of worker w's
  // come before the number `end`.
  std::uint64_t number_of(unsigned w, std::uint64_t n) const { return n * how_.jobs + w; }
  std::uint64_t share(unsigned w, std::uint64_t end) const {
    return end <= w ? 0 : (end - w - 1) / how_.jobs + 1;
  }

  exploration make(unsigned w, session& with, std::uint64_t first, const budget& b,
                   const progress_callback& progress) const {
    strategy_options o = strategy_options_of(how_);
    o.first_sample += o.sample_step * number_of(w, first);
    o.sample_step *= how_.jobs;
    return with.explore(body_, strategy_, o, b, progress);
  }

  // False where there is nothing more for worker `w` to do.
  bool sample_chunk(unsigned w, session& with) {
    samples& mine = made_[w];
    const std::uint64_t first = chunk * mine.chunks.size();
    if (number_of(w, first) > earliest_.load()) return false;
    budget b{chunk, 0, true};
    if (budget_.runs != 0) {
      const std::uint64_t own = share(w, budget_.runs);
      if (first >= own) return false;
      b.runs = std::min(chunk, own - first);
    }
    if (budget_.seconds > 0) {
      b.seconds = budget_.seconds - std::chrono::duration<double>(steady::now() - begin_).count();
      if (b.seconds <= 0) return false;
    }
    exploration made = make(w, with, first, b, [&](const statistics& now) {
      return number_of(w, first + now.runs()) <= earliest_.load() && tell(w, now);
    });
    mine.chunks.push_back(made.counts);
    finish(w, made.counts);
    if (!made.found) return made.why == stop_reason::runs;
    mine.found_at = number_of(w, first + made.found_in - 1);
    mine.found = std::move(made);
    note_finding(mine.found_at);
    return false;
  }

  bool tell(unsigned w, const statistics& now) {
    if (!progress_) return true;
    const std::lock_guard held(guard_);
    counts_[w] = now;
    statistics all = finished_;
    for (const statistics& one : counts_) all.add(one);
    return progress_(all);
  }
  void finish(unsigned w, const statistics& chunk_counts) {
    const std::lock_guard held(guard_);
    finished_.add(chunk_counts);
    counts_[w] = {};
  }

  void note_finding(std::uint64_t number) {
    std::uint64_t known = earliest_.load();
    while (number < known && !earliest_.compare_exchange_weak(known, number)) {
    }
  }

  exploration outcome() {
    exploration result;
    const std::uint64_t end = earliest_.load();
    for (samples& s : made_) {
      if (end != never && s.found_at == end) result = std::move(s.found);
    }
    result.counts = {};
    for (unsigned w = 0; w < how_.jobs; ++w) {
      result.counts.add(end == never ? counts_of(made_[w]) : counts_before(w, share(w, end + 1)));
    }
    if (end != never) result.found_in = end + 1;
    result.finish(std::chrono::duration<double>(steady::now() - begin_).count());
    return result;
  }

  static statistics counts_of(const samples& s) {
    statistics all;
    for (const statistics& one : s.chunks) all.add(one);
    return all;
  }

  // What the first `count` samples of a worker came to. It may have made more: then those of the
  // last chunk that count are made once more.
  statistics counts_before(unsigned w, std::uint64_t count) {
    statistics all;
    std::uint64_t left = count;
    for (const statistics& one : made_[w].chunks) {
      if (left == 0) break;
      if (one.runs() <= left) {
        all.add(one);
        left -= one.runs();
        continue;
      }
      session again(how_.memory, limits_of(how_));
      all.add(make(w, again, count - left, {left, 0, true}, {}).counts);
      break;
    }
    return all;
  }

  const std::function<void()>& body_;
  const options& how_;
  const std::string_view strategy_;
  const budget& budget_;
  const progress_callback& progress_;
  const steady::time_point begin_ = steady::now();
  std::atomic<std::uint64_t> earliest_{never};  // sample in which some worker found something
  std::mutex guard_;                            // of what follows, up to the next comment
  statistics finished_;                         // in the chunks that are done
  std::vector<statistics> counts_;              // and in those at hand, by worker
  std::exception_ptr failure_;
  std::vector<samples> made_;  // each its worker's own
};

}  // namespace

exploration sample(const std::function<void()>& body, const options& how, std::string_view strategy,
                   const budget& b, const progress_callback& progress) {
  return sampling(body, how, strategy, b, progress).run();
}

}  // namespace suture
