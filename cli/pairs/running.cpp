#include "cli/pairs/running.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "cli/checking.hpp"

namespace cli {

namespace {

using scenarios::variant;
using suture::report::outcome;

// What was found, in the words of a matrix.
std::string word_of(const std::string& kind) {
  if (kind == suture::finding_kind::not_linearizable) return "not atomic";
  std::string word = kind;
  std::ranges::replace(word, '-', ' ');
  return word;
}

void take(pairs_cell& to, const outcome& o) {
  to.runs += o.runs;
  to.guarantee = o.guarantee;
  if (o.finding) {
    to.verdict = word_of(o.finding->kind);
    to.message = o.finding->message;
    to.token = o.finding->token;
    to.replay = o.finding->replay;
  } else {
    to.verdict = o.verdict == "passed" ? "bounded" : o.verdict;
  }
}

bool waits_for_ever(const outcome& o) {
  return o.finding && (o.finding->kind == suture::finding_kind::deadlock ||
                       o.finding->kind == suture::finding_kind::lost_wakeup);
}

class checking_pairs {
 public:
  checking_pairs(const check_options& how, pairs_subject& of, std::vector<pairs_cell>& cells)
      : how_(how), of_(of), cells_(cells), operations_(of.operations()) {}

  void run() {
    std::vector<pairs_cell*> all;
    for (pairs_cell& c : cells_) all.push_back(&c);
    // Who waits for ever in one thread may wait for another one.
    const auto alone = check(all, pairs_run::in_one_thread);
    std::vector<pairs_cell*> sound;
    std::vector<bool> known;  // all that they may come to
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::optional<outcome>& o = alone[i];
      if (o && o->finding && !waits_for_ever(*o)) {
        take(*all[i], *o);
      } else {
        sound.push_back(all[i]);
        known.push_back(!o || o->finding || o->verdict == "verified");
      }
    }
    const auto together = check(sound, pairs_run::together);
    std::vector<pairs_cell*> documented;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      take(*sound[i], *together[i]);
      if (!known[i] && sound[i]->verdict == "verified") sound[i]->verdict = "bounded";
      if (sound[i]->verdict == "not atomic" && !is_atomic(*sound[i]))
        documented.push_back(sound[i]);
    }
    // What is wrong with them besides.
    const auto besides = check(documented, pairs_run::not_judged);
    for (std::size_t i = 0; i < documented.size(); ++i) {
      documented[i]->verdict = "as documented";
      if (besides[i]->finding) take(*documented[i], *besides[i]);
    }
  }

 private:
  // By cell; nothing where no run is needed.
  std::vector<std::optional<outcome>> check(const std::vector<pairs_cell*>& cells,
                                            pairs_run how) const {
    std::vector<const variant*> variants;
    for (const pairs_cell* c : cells) variants.push_back(of_.variant_of(*c, how));
    std::vector<const variant*> needed = variants;
    std::erase(needed, nullptr);
    std::vector<outcome> made = check_all(how_, needed, nullptr);
    std::vector<std::optional<outcome>> all;
    auto next = made.begin();
    for (const variant* v : variants) {
      if (v == nullptr) {
        all.emplace_back();
      } else {
        all.emplace_back(std::move(*next++));
      }
    }
    return all;
  }
  bool is_atomic(const pairs_cell& c) const {
    return std::ranges::none_of(operations_, [&](const pairs_operation& o) {
      return !o.is_atomic && o.family == c.family &&
             std::ranges::any_of(c.threads, [&](const auto& thread) {
               return std::ranges::find(thread, o.name) != thread.end();
             });
    });
  }

  const check_options& how_;
  pairs_subject& of_;
  std::vector<pairs_cell>& cells_;
  const std::vector<pairs_operation> operations_;
};

}  // namespace

void check_cells(const check_options& how, pairs_subject& of, std::vector<pairs_cell>& cells) {
  checking_pairs(how, of, cells).run();
}

}  // namespace cli
