#include "model/sync/relacy/run.hpp"

#include <cxxabi.h>

#include <cctype>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <ostream>
#include <stdexcept>

#include "model/sync/relacy/execution.hpp"
#include "model/sync/relacy/search.hpp"
#include "model/sync/relacy/search_state.hpp"
#include "model/sync/relacy/stuck.hpp"
#include "model/sync/relacy/thread.hpp"
#include "model/sync/sanitizers.hpp"

#if SUTURE_WITH_ASAN
#include <sanitizer/lsan_interface.h>
#endif

namespace suture::relacy {

void use_plain_heap();  // heap.cpp

namespace {

using steady = std::chrono::steady_clock;

// One call of run().
struct request {
  const std::function<void()>& body;
  const run_options& options;
  steady::time_point deadline = steady::time_point::max();
  const char* kind_to_come = nullptr;  // what fail() knows better than Relacy's result code
  run_result result{};
};

request* current_request = nullptr;

const char* kind_of(rl::test_result_e result) {
  switch (result) {
    case rl::test_result_data_race:
      return "race";
    case rl::test_result_access_to_freed_memory:
      return "use-after-free";
    case rl::test_result_double_free:
      return "double-free";
    case rl::test_result_memory_leak:
    case rl::test_result_resource_leak:
      return "leak";
    case rl::test_result_unitialized_access:
      return "uninitialised-read";
    case rl::test_result_recursion_on_nonrecursive_mutex:
    case rl::test_result_mutex_write_to_read_upgrade:
    case rl::test_result_mutex_read_to_write_upgrade:
      return "deadlock";
    case rl::test_result_inconsistent_test_suite:
      return "nondeterminism";
    case rl::test_result_user_assert_failed:
      return "check";
    default:
      return "misuse";
  }
}

// Places inside of Relacy mean nothing to the reader of a message.
std::string place_of(rl::debug_info_param where) {
  const std::string file = where.file_ == nullptr ? "" : where.file_;
  if (file.empty() || file.find("/relacy/") != std::string::npos) return "";
  return " at " + file + ":" + std::to_string(where.line_);
}

// Relacy says "data race detected" and the like; where it says nothing, name the result.
std::string message_of(const char* what, rl::test_result_e result) {
  if (what != nullptr && *what != '\0') return what;
  std::string name = rl::test_result_str(result);  // in capitals
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

bool in_execution() { return rl::is_ctx() && rl::ctx().threadx_ != nullptr; }

// Searches until the request is answered, going on behind executions that assume() ended.
void search_all(request& r, unsigned threads, rl::test_params& params) {
  const bool is_tree = params.search_type != rl::sched_random;
  std::string state = is_tree ? "" : random_state(r.options.seed);
  for (;;) {
    current.pruned = false;
    const rl::test_result_e result = search(threads, params, state);
    if (result == rl::test_result_success) r.result.complete = is_tree;
    if (result != rl::test_result_until_condition_hit || !current.pruned) return;
    const std::optional<std::string> next = next_state(state, is_tree);
    if (!next) {
      r.result.complete = true;
      return;
    }
    state = *next;
  }
}

rl::test_params parameters(const run_options& options, std::ostream& nowhere) {
  rl::test_params params;
  params.output_stream = &nowhere;
  params.progress_stream = &nowhere;
  params.iteration_count = ~rl::iteration_t{0};  // main_thread counts, for all schedulers alike
  params.context_bound = options.context_bound;
  params.execution_depth_limit = options.max_steps;
  switch (options.scheduler) {
    case scheduler::random:
      params.search_type = rl::sched_random;
      break;
    case scheduler::bounded:
      params.search_type = rl::sched_bound;
      break;
    case scheduler::full:
      params.search_type = rl::sched_full;
      break;
  }
  return params;
}

// What holds for the length of a run and is put back after it.
class run_scope {
 public:
  explicit run_scope(request& r, unsigned threads)
      : exceptions_(*reinterpret_cast<exception_globals*>(abi::__cxa_get_globals())),
        before_(exceptions_) {
    exceptions_ = {};
    current = {};
    current.threads_allowed = threads;
    current.exceptions = &exceptions_;
    current_request = &r;
#if SUTURE_WITH_ASAN
    __lsan_disable();  // an execution that fails is abandoned with all its threads hold
#endif
  }
  ~run_scope() {
#if SUTURE_WITH_ASAN
    __lsan_enable();
#endif
    current_request = nullptr;
    exceptions_ = before_;
  }
  run_scope(const run_scope&) = delete;
  run_scope& operator=(const run_scope&) = delete;

 private:
  exception_globals& exceptions_;
  exception_globals before_;
};

struct thread_start {
  std::function<void()> body;
  std::uint32_t id;
};

void* thread_main(void* argument) {
  const std::unique_ptr<thread_start> start(static_cast<thread_start*>(argument));
  const auto index = static_cast<std::size_t>(rl::thread_index());
  current.thread_ids[index] = start->id;
  current.waits[index].alive = true;
  ++current.threads_started;
  run_guarded(start->body);
  current.waits[index].alive = false;
  return nullptr;
}

}  // namespace

void main_thread() {
  request& r = *current_request;
  current.begin();
  const bool late = r.result.iterations % 64 == 0 && steady::now() >= r.deadline;
  if (late || r.result.iterations == r.options.iterations) rl::ctx().rl_until("out of budget", {});
  ++r.result.iterations;
  current.waits[0].alive = true;
  run_guarded(r.body);
  current.waits[0].alive = false;
}

void note_failure(const char* what, rl::test_result_e result, rl::debug_info_param where) {
  request& r = *current_request;
  r.result.failed = true;
  if (result == rl::test_result_deadlock || result == rl::test_result_livelock) {
    const verdict v =
        result == rl::test_result_deadlock ? judge_deadlock() : judge_endless(r.options.max_steps);
    r.result.kind = v.kind;
    r.result.message = v.message;
    return;
  }
  r.result.kind = r.kind_to_come != nullptr ? r.kind_to_come : kind_of(result);
  r.result.message = message_of(what, result) + place_of(where);
}

void fail(const char* kind, const char* message, sync::site where) {
  if (in_execution()) {
    current_request->kind_to_come = kind;
    rl::ctx().fail_test(message, rl::test_result_user_assert_failed, info(where));
  }
  std::fprintf(stderr, "%s:%u: outside of a Relacy run: %s\n", where.file, where.line, message);
  std::abort();
}

void prune(sync::site where) {
  if (!in_execution()) fail("misuse", "assume", where);
  current.pruned = true;
  rl::ctx().rl_until("assume", info(where));
  std::abort();  // not reached: rl_until switches away for good
}

void verify_failed(const char* condition, const char* file, unsigned line) {
  const std::string message = std::string("Relacy expects ") + condition;
  if (in_execution())
    rl::ctx().fail_test(message.c_str(), rl::test_result_inconsistent_test_suite, {"", file, line});
  throw std::logic_error(message);
}

void run_guarded(const std::function<void()>& call) {
  try {
    call();
    auto& actions = current.at_exit[rl::thread_index()];
    while (!actions.empty()) {
      const std::function<void()> last = std::move(actions.back());
      actions.pop_back();
      last();
    }
  } catch (const std::exception& e) {
    fail("exception", e.what(), {});
  } catch (...) {
    fail("exception", "an exception that is no std::exception", {});
  }
}

rl::win_waitable_object* start_thread(std::function<void()> body, sync::site where) {
  if (current.threads_created == current.threads_allowed)
    fail("misuse", "more threads than the run was told of", where);
  // Ordinary memory: it must not count as a leak of the body's.
  auto start = std::make_unique<thread_start>();
  start->body = std::move(body);
  start->id = ++current.threads_created;
  return rl::ctx().create_thread(&thread_main, start.release());
}

run_result run(const std::function<void()>& body, unsigned threads, const run_options& options) {
  static std::mutex one_at_a_time;  // Relacy's context is a global
  if (threads > max_threads)
    throw std::invalid_argument("Relacy runs have at most 4 threads besides the main one");
  if (SUTURE_WITH_TSAN) throw std::logic_error("Relacy does not run under ThreadSanitizer");

  const std::lock_guard lock(one_at_a_time);
  use_plain_heap();
  request r{body, options};
  if (options.seconds > 0)
    r.deadline = steady::now() + std::chrono::duration_cast<steady::duration>(
                                     std::chrono::duration<double>(options.seconds));
  std::ostream nowhere(nullptr);
  rl::test_params params = parameters(options, nowhere);
  const run_scope scope(r, threads);
  try {
    search_all(r, threads, params);
  } catch (const std::logic_error& broken) {
    note_failure(broken.what(), rl::test_result_inconsistent_test_suite, {});
  }
  return std::move(r.result);
}

}  // namespace suture::relacy
