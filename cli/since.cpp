#include "cli/since.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/exit_status.hpp"
#include "library/session.hpp"
#include "model/explore/unseen.hpp"
#include "model/schedule/token.hpp"

namespace cli {

namespace {

bool read(std::string_view text, double& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc() && end == text.data() + text.size();
}

constexpr double credible_chance = 0.05;

}  // namespace

double parse_rate(const std::string& text) {
  double rate = 0, of = 1;
  bool good = false;
  if (const std::size_t slash = text.find('/'); slash != std::string::npos) {
    good = read(text.substr(0, slash), rate) && read(text.substr(slash + 1), of) && of > 0;
    rate /= of;
  } else if (text.ends_with('%')) {
    good = read(text.substr(0, text.size() - 1), rate);
    rate /= 100;
  } else {
    good = read(text, rate);
  }
  if (good && rate > 0 && rate <= 1) return rate;
  throw wrong_use(fmt::format(
      "--failure-rate is '{}'; it must be above 0 and at most 1, as in 1/37, 0.002 or 2.5%", text));
}

void check_since(check_options& how, const std::string& text, double rate) {
  const suture::token t = suture::decode_token(text);
  if (how.patterns.empty()) how.patterns = {t.scenario};
  how.memory = t.memory;
  if (how.strategy == "portfolio") how.strategy = "mixture";
  if (!suture::traits_of(how.strategy).samples) {
    throw wrong_use(
        fmt::format("--since counts runs of a sample, and --strategy {} draws none", how.strategy));
  }
  if (how.budget_given) return;
  how.budget = {0, suture::runs_until_credible(rate, credible_chance)};
  how.budget_given = true;
}

std::string since_text(std::span<const suture::report::outcome> all, double rate, bool& credible) {
  std::string text;
  const std::uint64_t needed = suture::runs_until_credible(rate, credible_chance);
  for (const suture::report::outcome& o : all) {
    if (o.finding) continue;
    const double missed = suture::missed_by_chance(rate, static_cast<double>(o.runs));
    const bool enough = o.runs >= needed;
    credible = credible && enough;
    text += fmt::format(
        "{}: {} clean runs; a bug that failed {:.3g} % of them would be missed with {:.2g} %: {}\n",
        name_of(o), o.runs, 100 * rate, 100 * missed,
        enough ? "the fix is credible" : fmt::format("not credible before {} runs", needed));
  }
  return text;
}

}  // namespace cli
