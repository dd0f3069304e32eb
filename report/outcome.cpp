#include "report/outcome.hpp"

#include <fmt/format.h>

namespace suture::report {

std::string to_words(const coverage& c, double seconds) {
  const std::uint64_t runs = c.executions + c.blocked + c.moot + c.cut_off + c.abandoned + c.failed;
  std::string text = fmt::format("{} execution{}", c.executions, c.executions == 1 ? "" : "s");
  if (c.blocked != 0) text += fmt::format(", {} blocked", c.blocked);
  if (c.moot != 0) text += fmt::format(", {} moot", c.moot);
  if (c.cut_off != 0) text += fmt::format(", {} cut off", c.cut_off);
  if (c.abandoned != 0) text += fmt::format(", {} abandoned", c.abandoned);
  if (c.failed != 0) text += fmt::format(", {} failed", c.failed);
  if (runs == 0) return text;
  const auto count = static_cast<double>(runs);
  text += fmt::format("; {:.1f} operations a run, {} in the longest",
                      static_cast<double>(c.operations) / count, c.longest_run);
  text +=
      fmt::format("; {} plain object{} watched", c.plain_objects, c.plain_objects == 1 ? "" : "s");
  text += fmt::format("; {} graph{} at a time", c.graphs, c.graphs == 1 ? "" : "s");
  if (seconds > 0) text += fmt::format("; {:.0f} runs/s", count / seconds);
  return text + fmt::format("; {:.0f} MB", static_cast<double>(c.peak_bytes) / 1e6);
}

}  // namespace suture::report
