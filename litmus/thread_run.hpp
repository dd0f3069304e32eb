// One thread of a litmus test in one run: a walk over its statements.
#pragma once

#include <vector>

#include "litmus/access_log.hpp"
#include "litmus/evaluator.hpp"
#include "litmus/memory.hpp"
#include "litmus/race_watch.hpp"
#include "litmus/rounds.hpp"
#include "litmus/test.hpp"

namespace suture::litmus {

// What the threads of one run have in common.
struct run_context {
  const test& of;
  memory& shared;
  race_watch& races;
  std::uint32_t unroll;  // rounds that a loop may go
  access_log& log;
  std::uint64_t& repeated;  // runs left out because a loop repeated a state
  bool& unrolled_too_far;   // a loop was cut off at the bound
};

// `locals` hold the initial values at first and the final ones afterwards. Every operation carries
// the line of the litmus file as its call site. Statements nest on a stack of its own, so that the
// thread's is not used up.
class thread_run final : private evaluation_context {
 public:
  thread_run(const run_context& run, const thread& code, std::vector<value>& locals)
      : run_(run), code_(code), locals_(locals), evaluator_(*this) {}

  void run();

 private:
  // Statements one after the other: of a block, or of the round of a loop.
  struct level {
    const std::vector<statement>* statements;
    std::size_t next = 0;
    enum class part : std::uint8_t { block, body, step } is = part::block;
    const statement* loop = nullptr;
  };
  void carry_out(const statement& s);
  void end_of_level();
  void begin_loop(const statement& s);
  void test_loop(const statement& s);
  void begin_round(const statement& s);
  void unwind_to_body();

  value local(std::uint32_t number) override { return locals_[number]; }
  void set_local(std::uint32_t number, value v) override { locals_[number] = v; }
  value access(const node& n, const value* operands) override;
  std::uint32_t choose(std::uint32_t count, const node& first) override;
  void undefined(std::string_view what, std::uint32_t line) override;

  value carry_out_access(const node& n, const value* operands);
  std::uint32_t cell_for(const node& n, value address, const type& of);
  value plain_access(const node& n, std::uint32_t at, value written);
  value compare_exchange(const node& n, std::uint32_t at, const value* operands);
  value expected_value(const node& n, const value* operands);
  void note_atomic(const node& n, std::uint32_t at, bool write, std::uint32_t before);
  sync::site site_of(std::uint32_t line) const {
    return {run_.of.file.c_str(), code_.name.c_str(), line};
  }

  const run_context& run_;
  const thread& code_;
  std::vector<value>& locals_;
  evaluator evaluator_;
  std::vector<level> levels_;
  std::vector<rounds> loops_;  // under way, the innermost last
  std::uint64_t writes_ = 0;
};

}  // namespace suture::litmus
