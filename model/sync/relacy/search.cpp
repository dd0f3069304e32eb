#include "model/sync/relacy/search.hpp"

#include "model/sync/relacy/execution.hpp"

namespace suture::relacy {

namespace {

// Thread 0 is the main thread, which creates the others when it pleases.
template <int Threads>
struct suite : rl::test_suite<suite<Threads>, 1> {
  static constexpr rl::thread_id_t dynamic_thread_count = Threads;
  void thread(unsigned) { main_thread(); }
};

// Relacy's context, overheard where it learns of a failure, of which it keeps only the printed
// form, and where it frees a block. It knows a dead object by a number that the destructor wipes;
// compilers have learnt since to drop such a store (-flifetime-dse), so here the block is wiped.
template <class Suite, class Scheduler>
struct context : rl::context_impl<Suite, Scheduler> {
  using base = rl::context_impl<Suite, Scheduler>;
  using base::base;
  void fail_test(const char* what, rl::test_result_e result, rl::debug_info_param where) override {
    note_failure(what, result, where);
    base::fail_test(what, result, where);
  }

  using base::free;
  void free(void* block, bool is_array, rl::debug_info_param where) override {
    base::free(block, is_array, where);  // does not return if the block is not a live one
    if (block == nullptr) return;
    // rl::memory_mgr keeps the size in front, also of a block it may hand out again.
    std::size_t size = 0;
    std::memcpy(&size, static_cast<char*>(block) - rl::alignment, sizeof size);
    std::memset(block, 0xdd, size);
  }
};

template <class Suite, class Scheduler>
rl::test_result_e search_as(rl::test_params& params, std::string& state) {
  typename Scheduler::shared_context_t shared;
  rl::istringstream from(rl::string(state.begin(), state.end()));
  rl::ostringstream to;
  const rl::test_result_e result =
      context<Suite, Scheduler>(params, shared).simulate(to, from, false);
  const rl::string stopped_at = to.str();
  state.assign(stopped_at.begin(), stopped_at.end());
  return result;
}

template <int Threads>
rl::test_result_e search_with(rl::test_params& params, std::string& state) {
  constexpr rl::thread_id_t all = Threads + 1;
  switch (params.search_type) {
    case rl::sched_random:
      return search_as<suite<Threads>, rl::random_scheduler<all>>(params, state);
    case rl::sched_bound:
      return search_as<suite<Threads>, rl::context_bound_scheduler<all>>(params, state);
    default:
      return search_as<suite<Threads>, rl::full_search_scheduler<all>>(params, state);
  }
}

}  // namespace

rl::test_result_e search(unsigned threads, rl::test_params& params, std::string& state) {
  switch (threads) {
    case 0:  // one that is never created costs nothing: there is no choice about it
    case 1:
      return search_with<1>(params, state);
    case 2:
      return search_with<2>(params, state);
    case 3:
      return search_with<3>(params, state);
    default:
      return search_with<static_cast<int>(max_threads)>(params, state);
  }
}

}  // namespace suture::relacy
