// What a check and a replay are made of: a memory model, an execution with the standard checkers,
// and the limits of its runs. Internal; the command uses it too.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "library/arena.hpp"
#include "library/suture.hpp"
#include "model/engine/execution.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/parallel/search_state.hpp"
#include "model/explore/shrinking/shrink.hpp"
#include "model/schedule/token.hpp"
#include "report/table.hpp"
#include "report/trace.hpp"

namespace suture {

// One run repeated, with all that can be told of it.
struct repetition {
  struct step {
    thread_id thread = 0;
    event_kind kind = event_kind::read;
    sync::site where;
    std::size_t line = 0;         // its number in the trace, or that of the next line
    std::uint32_t questions = 0;  // of the schedule, that were asked up to here
  };
  std::optional<finding> found;
  report::trace how;
  std::string remarks;  // on the finding: see report/almost_ordered.hpp
  std::string shape;    // see schedule/shape.hpp
  std::vector<step> steps;
  bool followed = true;                // every decision was possible
  std::uint32_t left_at = 0xFFFFFFFF;  // where one was not: the first such question
};

// Use it from the OS thread that made it, and for one body.
class session {
 public:
  // Throws std::invalid_argument for an unknown memory model.
  session(std::string_view memory, const limits& l);
  ~session();

  // Throws std::invalid_argument for an unknown strategy.
  exploration explore(const std::function<void()>& body, std::string_view strategy,
                      const strategy_options& options, const budget& b,
                      const progress_callback& progress);
  // The execution that explores, with its checkers.
  execution& exploring();
  memory_model& model() const { return *model_; }
  // `stuck_after`: see discovery (judge.hpp). `seconds`: after which the run is cut short; 0:
  // never.
  // `look` sees the run when it has ended.
  repetition repeat(const std::function<void()>& body, const schedule& decisions,
                    std::uint64_t stuck_after = pulse::never, double seconds = 0,
                    const std::function<void(execution&, const repetition&)>& look = {});

 private:
  struct engine;
  // Looks at the program, once; the time goes off the budget.
  void learn(const std::function<void()>& body, std::uint64_t seed, budget& b);
  arena arena_;
  std::unique_ptr<memory_model> model_;
  limits limits_;
  std::unique_ptr<engine> exploring_;
  std::shared_ptr<const profile> known_;  // of the body, under the seed
  std::uint64_t known_under_ = 0;
};

// How a result speaks to whoever asked for it.
struct presentation {
  std::string expected;  // verdict that is expected; may be empty
  // How to see a finding again; {} is its token.
  std::string again = "suture::replay(body, \"{}\")";
  report::layout page = {.sources = true, .all = false, .unfold = "suture::replay shows them"};
};

// Who looks after a check while it runs. All may be empty.
struct attendance {
  progress_callback progress;
  // The exhaustive search: where an earlier check with the same options came to, and who is told
  // now and then how far it is, with code_mark() of the body.
  const search_state* from = nullptr;
  std::function<void(const std::string& code, const search_state&)> keep;
};

// check() for the command.
result check(const std::function<void()>& body, const options& how, const presentation& shown,
             const attendance& attended);

// What becomes of a token where the code has changed since: nothing, or the run that follows it as
// far as it goes and then the base policy (model/explore/base_policy.hpp).
enum class following : std::uint8_t { strict, lenient };

// replay() of a token already read.
result replay(const std::function<void()>& body, const token& t, const presentation& shown,
              following how = following::strict);

// What has become of a token's schedule: see model/explore/shrinking/shrink.hpp.
struct shrunk_token {
  token what;
  shrunk how;
  result shown;  // of the new token; or of the old one where that can not be replayed
};

// A token of the same finding whose run is as easy to read as can be. Where the old one is followed
// by no finding, it is given back as it is.
shrunk_token shrink(const std::function<void()>& body, const token& t, const presentation& shown,
                    const shrink_budget& most = {});

// Tells the code of `body` from other code, as far as its first run goes: eight hex digits.
std::string code_mark(const std::function<void()>& body, const options& how);

// What is known of a strategy; also of the portfolio, which is none, but makes use of the others.
// Throws std::invalid_argument for one that there is not.
strategy_traits traits_of(std::string_view strategy);

// Throws std::invalid_argument for the first option that makes no sense.
void validate(const options& how);

limits limits_of(const options& how);
strategy_options strategy_options_of(const options& how);
limits limits_of(const token& t);

recorded_shape shape_of(const repetition& run);

// The token of a run that was made with the options `how` and has been repeated as `run`.
token token_of(const options& how, std::string_view kind, const schedule& decisions,
               const repetition& run);

// Where `run` leaves the way that `t` recorded, in a sentence; empty where it does not.
std::string divergence_from(const token& t, const repetition& run);

}  // namespace suture
