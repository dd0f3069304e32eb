#include "cli/pairs/running.hpp"

#include <algorithm>
#include <string>

#include "cli/checking.hpp"
#include "cli/pairs/combinations.hpp"

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
  checking_pairs(const check_options& how, std::vector<pairs_cell>& cells,
                 const std::vector<operation_of_module>& operations)
      : how_(how), cells_(cells), operations_(operations) {}

  void run() {
    std::vector<pairs_cell*> all;
    for (pairs_cell& c : cells_) all.push_back(&c);
    // In one thread. Who waits for ever there may wait for another thread.
    const auto alone = check(all, ",threads=1");
    std::vector<pairs_cell*> sound;
    std::vector<bool> known;  // all that they may come to
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (alone[i].finding && !waits_for_ever(alone[i])) {
        take(*all[i], alone[i]);
      } else {
        sound.push_back(all[i]);
        known.push_back(alone[i].finding || alone[i].verdict == "verified");
      }
    }
    const auto together = check(sound, "");
    std::vector<pairs_cell*> documented;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      take(*sound[i], together[i]);
      if (!known[i] && sound[i]->verdict == "verified") sound[i]->verdict = "bounded";
      if (sound[i]->verdict == "not atomic" && !is_atomic(*sound[i]))
        documented.push_back(sound[i]);
    }
    // What is wrong with them besides.
    const auto besides = check(documented, ",atomic=no");
    for (std::size_t i = 0; i < documented.size(); ++i) {
      documented[i]->verdict = "as documented";
      if (besides[i].finding) take(*documented[i], besides[i]);
    }
  }

 private:
  std::vector<outcome> check(const std::vector<pairs_cell*>& cells, const char* besides) const {
    std::vector<const variant*> variants;
    for (const pairs_cell* c : cells) variants.push_back(variant_of_module(id_of(*c) + besides));
    return check_all(how_, variants, nullptr);
  }
  bool is_atomic(const pairs_cell& c) const {
    return std::ranges::none_of(operations_, [&](const operation_of_module& o) {
      return !o.is_atomic && o.family == c.family &&
             std::ranges::any_of(c.threads, [&](const auto& thread) {
               return std::ranges::find(thread, o.name) != thread.end();
             });
    });
  }

  const check_options& how_;
  std::vector<pairs_cell>& cells_;
  const std::vector<operation_of_module>& operations_;
};

}  // namespace

void check_cells(const check_options& how, const std::vector<operation_of_module>& operations,
                 std::vector<pairs_cell>& cells) {
  checking_pairs(how, cells, operations).run();
}

}  // namespace cli
