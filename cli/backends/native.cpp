#include <fmt/format.h>

#include <chrono>

#include "cli/backends.hpp"
#include "model/sync/native/run.hpp"

namespace cli {

namespace {

constexpr std::uint64_t usual_runs = 5'000;
constexpr std::uint64_t look_every = 64;

}  // namespace

suture::report::outcome check_natively(const scenarios::variant& v, const check_options& o,
                                       const report_runs& progress) {
  suture::report::outcome result = blank(v, o);
  const scenarios::body body = v.on(scenarios::backend::native);
  const std::uint64_t runs = o.budget.runs != 0 ? o.budget.runs : o.budget_given ? 0 : usual_runs;
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t abandoned = 0;
  for (std::uint64_t made = 0; runs == 0 || made < runs; ++made) {
    if (made % look_every == 0) {
      progress(made);
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
      if (o.budget.seconds > 0 && passed.count() >= o.budget.seconds) break;
    }
    if (suture::native::run(body, o.seed + made).abandoned) {
      ++abandoned;
    } else {
      ++result.runs;
    }
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (result.runs != 0) result.verdict = "passed";
  result.guarantee = fmt::format("real threads: {} runs, {} abandoned", result.runs, abandoned);
  compare(result, o);
  return result;
}

}  // namespace cli
