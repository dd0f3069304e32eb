// Searchers for tests, and what a search came to as one line that two searches can be compared by.
#pragma once

#include <fmt/format.h>

#include <bit>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "checkers/standard.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/parallel/divided_search.hpp"

namespace suture::testing {

// The arenas of the searchers that are alive.
class arena_number {
 public:
  arena_number() {
    const std::lock_guard held(guard());
    number_ = static_cast<unsigned>(std::countr_one(taken()));
    taken() |= std::uint64_t{1} << number_;
  }
  ~arena_number() {
    const std::lock_guard held(guard());
    taken() &= ~(std::uint64_t{1} << number_);
  }
  arena_number(const arena_number&) = delete;
  arena_number& operator=(const arena_number&) = delete;
  unsigned get() const { return number_; }

 private:
  static std::mutex& guard() {
    static std::mutex one;
    return one;
  }
  static std::uint64_t& taken() {
    static std::uint64_t bits = 0;
    return bits;
  }
  unsigned number_ = 0;
};

class exhaustive_searcher final : public searcher {
 public:
  explicit exhaustive_searcher(std::string_view model)
      : model_(make_memory_model(model)), run_(*model_, arena_.get()) {
    checkers_.attach(run_);
  }
  execution& run() override { return run_; }
  std::unique_ptr<strategy> begin() override { return std::make_unique<exhaustive>(*model_); }

 private:
  arena_number arena_;
  std::unique_ptr<memory_model> model_;
  execution run_;
  standard_checkers checkers_;
};

inline searcher_factory searchers(std::string_view model) {
  return [model] { return std::make_unique<exhaustive_searcher>(model); };
}

inline exploration search_alone(std::string_view model, const std::function<void()>& body,
                                const budget& b = {}) {
  exhaustive_searcher mine(model);
  const auto search = mine.begin();
  return explore(mine.run(), body, *search, limits{}, b);
}

inline divided_exploration search_divided(std::string_view model, const std::function<void()>& body,
                                          const division& d, const budget& b = {},
                                          const progress_callback& progress = {}) {
  return explore_divided(body, searchers(model), limits{}, b, d, progress);
}

inline std::string text_of(const statistics& s) {
  return fmt::format(
      "complete {} blocked {} moot {} abandoned {} bounded {} failed {} events {} "
      "longest {} held {}",
      s.complete, s.blocked, s.moot, s.abandoned, s.bounded, s.failed, s.events, s.longest, s.held);
}

// Everything but times and memory.
inline std::string text_of(const exploration& e) {
  std::string text = fmt::format("{} exhausted {} why {} ", text_of(e.counts), e.exhausted,
                                 static_cast<int>(e.why));
  if (!e.found) return text;
  text += fmt::format("{}: {} questions {} shape {} decisions", e.found->kind, e.found->message,
                      e.questions, e.fingerprint.size());
  for (const deviation& d : e.decisions) text += fmt::format(" {}:{}", d.question, d.answer);
  return text;
}

}  // namespace suture::testing
