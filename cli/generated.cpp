#include "cli/generated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <list>
#include <stdexcept>

#include "cli/exit_status.hpp"
#include "cli/verdict_table.hpp"
#include "library/session.hpp"
#include "scenarios/generated/body.hpp"
#include "scenarios/generated/draw.hpp"
#include "scenarios/glob.hpp"

namespace cli {

namespace {

namespace generated = scenarios::generated;
using generated::test_case;
using suture::report::outcome;

constexpr std::string_view family = "generated.";
constexpr std::string_view without = "without=";

// Runs that a case may take, unless --budget says otherwise. Cases of two threads with two steps
// each mostly have fewer than a hundred executions.
constexpr std::uint64_t usual_runs = 2'000;

const scenarios::variant* variant_of(const std::string& id) {
  static std::list<scenarios::variant> all;
  all.push_back({.id = id,
                 .summary = "cases that RapidCheck draws",
                 .provenance = "the container's signature table"});
  return &all.back();
}

void add_matching(const std::string& pattern, std::vector<const scenarios::variant*>& to) {
  const scenarios::glob wanted(pattern);
  const std::size_t before = to.size();
  for (const generated::container* of : generated::all_containers()) {
    const std::string id = std::string(family) + of->name;
    if (wanted.matches(id)) to.push_back(variant_of(id));
  }
  if (to.size() > before) return;
  if (!scenarios::glob::is_literal(pattern) || pattern.find('/') == std::string::npos) {
    throw wrong_use(
        fmt::format("no scenario '{}'; there are generated.list and generated.dict", pattern));
  }
  // These throw what is wrong with it.
  if (!drawn_from(pattern)) generated::parse_id(pattern);
  to.push_back(variant_of(pattern));
}

// What came of the cases so far.
class cases {
 public:
  // `alone`: of one case, which may use the whole budget.
  cases(const scenarios::variant& v, const check_options& o, const report_runs& progress,
        bool alone)
      : options_(o), progress_(progress), alone_(alone), result_(blank(v, o)) {}

  suture::result explore(const test_case& c) {
    suture::options how;
    how.name = id_of(c);
    how.strategy = options_.strategy;
    how.memory = options_.memory;
    how.seed = options_.seed;
    apply({}, options_.around, how);
    // The budget is that of all cases; without one each has its share.
    if (options_.budget.seconds > 0 && options_.budget_given) {
      how.max_seconds = std::max(options_.budget.seconds - spent(), 1e-3);
    } else {
      how.max_seconds = 0;
    }
    how.max_executions = alone_ && options_.budget_given ? 0 : usual_runs;
    if (options_.budget_given && options_.budget.runs != 0) {
      how.max_executions =
          std::max<std::uint64_t>(1, options_.budget.runs - std::min(made(), options_.budget.runs));
    }
    suture::attendance attended;
    attended.progress = [&](const suture::statistics& counts) {
      progress_(result_.runs + counts.runs());
      return true;
    };
    suture::presentation shown{"verified", "suture replay {}"};
    shown.page.unfold = "replay with --all shows them";
    suture::result r = suture::check(body_of(c), how, shown, attended);
    result_.runs += r.executions + r.cut_off + r.findings.size();
    result_.blocked += r.blocked;
    result_.seconds += r.seconds;
    return r;
  }

  bool used_up() const {
    if (!options_.budget_given) return false;
    return (options_.budget.seconds > 0 && spent() >= options_.budget.seconds) ||
           (options_.budget.runs != 0 && made() >= options_.budget.runs);
  }

  // False where it failed.
  bool check(const test_case& c) {
    const suture::result r = explore(c);
    if (r.verdict == suture::verdict::found) {
      fail(c, r);
      return false;
    }
    ++(r.verdict == suture::verdict::verified ? verified_ : sampled_);
    if (alone_) result_.guarantee = r.guarantee;
    return true;
  }

  void shrink(const test_case& failing, std::uint64_t number) {
    const std::string kind = result_.finding->kind;
    const generated::shrunk s = generated::shrink(failing, [&](const test_case& smaller) {
      const suture::result r = explore(smaller);
      return r.verdict == suture::verdict::found && r.findings.front().kind == kind;
    });
    const suture::result r = explore(s.smallest);
    if (r.verdict != suture::verdict::found) return;  // out of time; the drawn one stays
    fail(s.smallest, r);
    result_.text += fmt::format("  drawn with --seed {} as case {}: {}\n  shrunk in {} tries\n",
                                options_.seed, number, id_of(failing), s.tries);
  }

  outcome conclude() {
    if (!result_.finding) {
      result_.verdict = sampled_ == 0 ? "verified" : "passed";
      if (!alone_) result_.guarantee = of_all();
    }
    compare(result_, options_);
    return std::move(result_);
  }

 private:
  void fail(const test_case& c, const suture::result& r) {
    const std::string id = id_of(c);
    result_.variant = id.substr(id.find('/') + 1);
    result_.verdict = "found";
    result_.finding = suture::report::found_of(r.findings.front());
    result_.guarantee = r.guarantee;
    result_.text = r.explanation;
  }

  std::string of_all() const {
    return fmt::format("{} cases of seed {}: {} searched to the end, {} sampled; {}",
                       verified_ + sampled_, options_.seed, verified_, sampled_, options_.memory);
  }

  double spent() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }
  std::uint64_t made() const { return result_.runs + result_.blocked; }

  const check_options& options_;
  const report_runs& progress_;
  const bool alone_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  outcome result_;
  std::uint64_t verified_ = 0;
  std::uint64_t sampled_ = 0;
};

}  // namespace

std::optional<generated::range> drawn_from(std::string_view id) {
  if (!id.starts_with(family)) return std::nullopt;
  const std::size_t slash = std::min(id.find('/'), id.size());
  const std::string_view axes = id.substr(std::min(slash + 1, id.size()));
  generated::range from{
      generated::container_named(id.substr(family.size(), slash - family.size()))};
  if (from.of == nullptr) return std::nullopt;
  if (axes.empty()) return from;
  if (!axes.starts_with(without) || axes.find(',') != std::string_view::npos) return std::nullopt;
  from.without = axes.substr(without.size());
  if (std::ranges::find(from.of->entries, from.without) == from.of->entries.end()) {
    throw wrong_use(
        fmt::format("'{}': {} has no entry point '{}'", id, from.of->name, from.without));
  }
  return from;
}

std::string drawn_text(const std::vector<outcome>& all) {
  std::string text;
  for (const outcome& o : all) {
    if (!o.finding && o.scenario.starts_with(family)) {
      text += fmt::format("{}: {}\n", name_of(o), o.guarantee);
    }
  }
  return text;
}

std::vector<const scenarios::variant*> take_generated(check_options& how) {
  std::vector<const scenarios::variant*> all;
  std::vector<std::string> others;
  for (const std::string& pattern : how.patterns) {
    if (pattern.starts_with(family)) {
      add_matching(pattern, all);
    } else {
      others.push_back(pattern);
    }
  }
  how.patterns = others;
  if (all.empty()) return all;
  if (how.backend != scenarios::backend::engine) {
    throw wrong_use("generated scenarios run on the engine only");
  }
  if (how.part.count > 1 || !how.checkpoint.empty()) {
    throw wrong_use(
        "--shard and --checkpoint are not for generated scenarios: give each part a "
        "--seed of its own");
  }
  return all;
}

outcome check_generated(const scenarios::variant& v, const check_options& o,
                        const report_runs& progress) {
  const auto from = drawn_from(v.id);
  cases all(v, o, progress, !from);
  if (!from) {
    all.check(generated::parse_id(v.id));
    return all.conclude();
  }
  for (std::uint64_t number = 0; number < o.cases && !all.used_up(); ++number) {
    const test_case c = generated::draw(*from, o.seed, number);
    if (all.check(c)) continue;
    all.shrink(c, number);
    break;
  }
  return all.conclude();
}

}  // namespace cli
