#include "model/explore/pass_meaning.hpp"

#include <fmt/format.h>

namespace suture {

namespace {

std::string percent(double part) { return fmt::format("{:.2g} %", 100 * part); }

}  // namespace

std::string to_words(const pass_meaning& m) {
  if (m.exhaustive) {
    return fmt::format("{} partial order{}, each in one execution; none is unseen", m.orders,
                       m.orders == 1 ? "" : "s");
  }
  if (m.runs == 0) return {};
  std::string words = fmt::format(
      "{} partial order{} in the first {} complete runs, {} seen once; unseen is about {} of what "
      "is drawn (95 %: {} to {})",
      m.orders, m.orders == 1 ? "" : "s", m.runs, m.once, percent(m.unseen), percent(m.unseen_low),
      percent(m.unseen_high));
  if (m.pct_depth != 0) {
    words += fmt::format(
        "; a bug of depth {} in the interleavings of {} threads and {} steps is missed with at "
        "most {} (PCT)",
        m.pct_depth, m.pct_threads, m.pct_steps, percent(m.pct_missed));
  }
  return words;
}

}  // namespace suture
