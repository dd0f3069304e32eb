#include "cli/checking.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <optional>
#include <string_view>

#include "cli/backends.hpp"
#include "cli/exit_status.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/verdict_table.hpp"
#include "report/json.hpp"

namespace cli {

namespace {

using scenarios::variant;
using steady = std::chrono::steady_clock;
using suture::report::outcome;

// Seconds without a sign of life after which a child is given up, besides its budget. The engine
// itself gives up a thread that computes without end after ten, and repeats such a run three times.
constexpr double patience = 90;

// Lines from a child: "runs N" now and then, "keep <how far it is>" where there is a checkpoint,
// "done <outcome>" at its end, "wrong <what>" where it cannot do what was asked.
constexpr std::string_view runs_line = "runs ";
constexpr std::string_view keep_line = "keep ";
constexpr std::string_view done_line = "done ";
constexpr std::string_view wrong_line = "wrong ";
constexpr auto tell_every = std::chrono::milliseconds(50);

// Prints as outcomes come in, in the order of the variants.
class checking {
 public:
  checking(const check_options& how, const std::vector<const variant*>& variants, checkpoint* kept)
      : how_(how),
        variants_(variants),
        checkpoint_(kept),
        table_(variants_),
        progress_(variants_.size()) {
    outcomes_.resize(variants_.size());
  }

  std::vector<outcome> run() {
    std::vector<isolated_work> work;
    for (std::size_t i = 0; i < variants_.size(); ++i) {
      if (checkpoint_ != nullptr) outcomes_[i] = checkpoint_->outcome_of(i);
      if (outcomes_[i]) continue;
      work.push_back(
          {[this, i](const send_line& send) { child(i, send); }, patience + how_.budget.seconds});
      variant_of_.push_back(i);
    }
    if (speaks(how_)) say(table_.head());
    print_finished();
    run_isolated(
        work, how_.jobs,
        {[this](std::size_t w) { progress_.begin(variant_of_[w], variants_[variant_of_[w]]->id); },
         [this](std::size_t w, const std::string& line) { hear(variant_of_[w], line); },
         [this](std::size_t w, const isolated_end& end) { finish(variant_of_[w], end); }});
    if (!wrong_.empty()) throw wrong_use(wrong_);
    std::vector<outcome> all;
    for (std::optional<outcome>& o : outcomes_) all.push_back(*std::move(o));
    return all;
  }

 private:
  void child(std::size_t i, const send_line& send) const {
    const auto told = [&, last = steady::time_point()](std::uint64_t runs) mutable {
      if (steady::now() - last < tell_every) return;
      last = steady::now();
      send(fmt::format("{}{}", runs_line, runs));
    };
    resumption resumed;
    if (checkpoint_ != nullptr) {
      resumed.from = checkpoint_->state_of(i);
      resumed.keep = [&](const std::string& line) { send(std::string(keep_line) + line); };
    }
    try {
      send(std::string(done_line) + to_line(check(*variants_[i], how_, told, resumed)));
    } catch (const wrong_use& e) {
      send(std::string(wrong_line) + e.what());
    }
  }

  void hear(std::size_t i, const std::string& line) {
    if (line.starts_with(runs_line)) {
      progress_.runs(i, std::stoull(line.substr(runs_line.size())));
    } else if (line.starts_with(keep_line)) {
      checkpoint_->keep(i, line.substr(keep_line.size()));
    } else if (line.starts_with(done_line)) {
      heard_[i] = suture::report::from_line(line.substr(done_line.size()));
    } else if (line.starts_with(wrong_line)) {
      wrong_ = line.substr(wrong_line.size());
    }
  }

  void finish(std::size_t i, const isolated_end& end) {
    const auto told = heard_.find(i);
    outcomes_[i] = told != heard_.end() ? told->second : died(*variants_[i], how_, end);
    if (!wrong_.empty()) return;
    if (checkpoint_ != nullptr && told != heard_.end()) checkpoint_->finish(i, *outcomes_[i]);
    progress_.end(i);
    progress_.clear();
    if (told != heard_.end() && !end.output.empty()) fmt::print(stderr, "{}", end.output);
    print_finished();
  }

  // What has come in and is next in order.
  void print_finished() {
    for (; printed_ < outcomes_.size() && outcomes_[printed_]; ++printed_) {
      if (speaks(how_)) say(table_.row(*outcomes_[printed_], how_.coverage));
    }
    fault_of_output();  // which whoever called asks for at the end
  }

  const check_options& how_;
  const std::vector<const variant*>& variants_;
  checkpoint* const checkpoint_;
  std::vector<std::size_t> variant_of_;  // a piece of work
  std::string wrong_;                    // with the command line, as a child saw it
  verdict_table table_;
  progress_line progress_;
  std::map<std::size_t, outcome> heard_;
  std::vector<std::optional<outcome>> outcomes_;
  std::size_t printed_ = 0;
};

}  // namespace

bool speaks(const check_options& how) { return !how.quiet && !takes_stdout(how.reports); }

std::vector<outcome> check_all(const check_options& how,
                               const std::vector<const variant*>& variants, checkpoint* kept) {
  return checking(how, variants, kept).run();
}

}  // namespace cli
