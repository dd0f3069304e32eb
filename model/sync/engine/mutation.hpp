// Rules of the engine that a test build breaks one at a time, to show that the tests would notice
// (tests/model/explore/mutation_test.cpp). In every other build nothing is broken, at compile time.
//
// Who adds a rule names it below, asks `mutated("its_name")` where the code obeys it, and sees to
// it that a test program notices: the counts and the random programs that the search is held to, or
// a case of its own (tests/model/explore/mutation/cases). A name that is not below does not
// compile.
//
// Three rules are not here because another one says the same in this search, so that no program can
// notice their absence. They are kept because they are cheaper than what they spare:
// - A second lock attempt does not find what the first has ruled out (exhaustive.cpp, ruled_out).
//   Taking such a value would need a revisit that drops the write by which the first attempt was
//   displaced, which unpolled_before forbids, since the operations on a lock are totally ordered.
// - A blind change says of zero what is so given what was there before it (maximality.cpp). Where
//   it does not, either another one that reached zero was there, which nothing_after_zero looks at,
//   or the counter could reach zero early and is not counted blind.
// - A thread's start stays with its creation (keep_for). It would be made again at once.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace suture {

// One a line, each with what it says.
inline constexpr std::string_view rules[] = {
    // Memory models.
    "zero_comes_last",           // the blind change that reaches zero comes after the others
    "psc_follows_mo",            // psc holds modification order and what reads miss of it
    "psc_of_fences",             // fences are ordered by what happens between them
    "light_fences",              // a light fence is nothing to all but heavy ones,
    "heavy_fences",              // and as a full one to those
    "psc_through_other_places",  // sb to another place; hb; sb from another place
    "psc_through_plain_data",    // which is another place, too
    "failure_order",             // a compare-exchange that fails has its failure order
    "orders_fit_operations",     // a load does not release, nor a store acquire: misuse

    "tso_buffers",              // under tso a store may come after the loads behind it,
    "tso_own_stores",           // which read it out of the buffer if it is their own thread's;
    "tso_reads_follow",         // a load comes after another thread's store that it reads,
    "tso_missed_before",        // and before those that it misses;
    "tso_follows_mo",           // stores to one place come in modification order
    "tso_updates_are_locked",   // the buffer is empty at a read-modify-write,
    "tso_failures_are_locked",  // at a compare-exchange that fails,
    "tso_stores_exchange",      // at a seq_cst store,
    "tso_fences",               // at a seq_cst fence,
    "tso_threads",              // where a thread begins, ends, makes or joins one,
    "tso_counts_are_locked",    // and at a blind change;
    "tso_own_locks",            // but not at the engine's own locks,
    "tso_calls_unheard",        // some of which order nothing at all
    "tso_light_fences",         // a light fence is nothing to all but heavy ones,
    "tso_heavy_fences",         // and has a place before or after those

    // Threads, and what sleeps.
    "start_knows_its_maker",        // a thread knows what its maker knew
    "join_knows_the_end",           // who joins knows what the thread did
    "notifications_order_nothing",  // an atomic's notification teaches nobody anything
    "waits_look_again",             // an atomic's wait looks once more behind the queue's lock
    "notified_of_what_is_newer",    // one who has seen the latest value is not the one to wake
    "daemons_may_hang",             // a detached thread that hangs is no deadlock
    "any_sleeper",                  // which sleeper is woken is a choice
    "queued_behind_the_look",       // a sleeper is in the queue before the word can change
    "queued_before_the_unlock",     // a waiter is in the queue before the lock is given back
    "chance_wakes",                 // a sleeper may wake for no reason
    "interruptions",                // or for a signal
    "mutexes_in_any_order",         // whoever takes several may have any of them for a moment
    "steps_are_indivisible",        // an atomic shared_ptr and its counts change at once
    "woken_by_their_bits",          // a bitset wakes who shares a bit with it
    "sets_of_bits_have_one",        // an empty one is misuse
    "requeue_compares",             // sleepers are moved only where the word is as expected
    "moved_sleepers_leave_too",     // who wakes by itself leaves the queue it was moved to
    "exit_actions_are_run",         // at the end of a thread
    "detached_once",                // detaching what is not joinable is misuse,
    "threads_are_joined",           // and so is to drop what is,
    "exceptions_drop_threads_too",  // also by an exception
    "joined_once_and_by_another",   // and a join of oneself, or a second one

    // Locks.
    "plain_mutexes_are_held_once",   // taking one again is misuse
    "only_holders_unlock",           // others must not,
    "unlocked_as_it_was_locked",     // nor may they by the other mode
    "threads_end_holding_nothing",   // else it is misuse
    "held_mutexes_do_not_end",       // nor are they made over
    "queues_end_without_sleepers",   // a condition variable that is waited on must not end
    "waits_hold_their_lock",         // a wait without is misuse,
    "waits_share_one_mutex",         // and so are two at a time with different ones
    "waiting_writers_go_first",      // where the limits say so, readers wait behind them
    "taken_together_or_not_at_all",  // who waits with another lock in hand has let go of it

    // What counts.
    "permits_have_a_maximum",     // more are misuse
    "latches_stop_at_zero",       // below is misuse
    "phases_expect_so_many",      // more arrivals at a barrier are misuse
    "gates_open_in_turn",         // a phase's end is not undone by the end of the one before
    "tokens_are_for_one_phase",   // an older one is misuse
    "permits_hand_over",          // a release happens before the acquire that needs it,
    "latches_hand_over",          // a count before the wait that it ends,
    "gates_hand_over",            // an arrival before the next phase,
    "calls_once_hand_over",       // the call before the return of all the others
    "failed_calls_are_repeated",  // an exceptional call is none
    "callbacks_do_not_throw",     // else std::terminate is called

    // Time.
    "time_outs_are_tried",         // a timed wait may end without what it waits for
    "time_outs_are_counted",       // each thread has so many while others can go on
    "chance_failures_are_judged",  // a second one may matter, where the first has made a difference
    "chance_failures_are_tried",   // off the record, as they may be counted where nobody looks
    "failures_leave_marks",        // and may leave a mark once and for all
    "news_are_not_waited_for",     // a value that was waited for is another one
    "failures_may_end_a_thread",   // which goes on only where it has read something new
    "held_back_is_cut_off",        // where one more was possible, the search is not whole
    "time_outs_take_their_time",   // the clock stands at the deadline then
    "timed_out_where_nobody_woke",  // a futex call that was woken does not say that it timed out
    "sleep_takes_its_time",         // on the virtual clock
    "clocks_jump",                  // where the limits allow it

    // Assumptions.
    "failed_assumption_stops_one",  // thread, and lets the others go on

    // Loops without effect.
    "writes_are_effects",           // a round in which something is written must not be cut out
    "changes_are_effects",          // nor one in which an update changes something
    "state_is_compared",            // the thread must stand as it stood
    "hidden_state_is_tried",        // it may have a state that cannot be seen
    "state_elsewhere_is_compared",  // which may lie in other threads' frames, or in blocks
    "rounds_are_looked_at",         // or a round may leave a mark in static data, on malloc's heap
    "what_is_not_looked_at_is_a_bound",  // there is an end to it
    "news_after_marks",                  // where one does, another round follows what is news
    "callers_memory_is_compared",        // or in the frames of who asked for the check
    "counting_is_a_bound",       // where it never stands as it stood, the search is not whole
    "changes_let_go",            // it is held for ever only where what it read is still so
    "choosers_may_stop",         // and where it could not have chosen otherwise
    "registers_are_state",       // as the stack is
    "rounds_do_the_same",        // a round off the record makes the operations of the last one
    "loops_are_tried_for_long",  // the first time, that is
    "loops_at_a_line_are_told_apart",  // each has its first time
    "news_begin_a_new_count",          // rounds are counted while nothing new is read
    "conditions_only_look",            // a spin_until whose condition writes is misuse
    "conditions_have_no_state",        // and so is one that has a state of its own
    "writes_are_seen_some_day",        // a run that goes on for ever with old values says nothing
    "plain_waits_let_others_go",  // who looks at plain data only, for long, lets others go first

    // What is wrong with a run.
    "writes_race_with_reads",         // that nothing orders before them
    "reads_race_with_writes",         // that nothing orders before them
    "writes_race_with_writes",        // likewise
    "ends_are_writes",                // the end of an object races with its uses
    "made_before_it_is_used",         // and so does its making
    "making_over_is_an_end",          // of what stood there
    "remains_are_remembered",         // whoever makes something there must know of the end
    "freeing_ends_what_is_there",     // without a destructor, too
    "stacks_end_with_their_threads",  // and what was left on them
    "written_before_it_is_read",      // else there is nothing to read
    "blocks_are_freed",               // in the end, by somebody,
    "freed_once",                     // and not by two
    "destroyed_once",                 // destroying what is freed is a double free
    "reuse_knows_of_the_end",         // memory is given out again to who knows that it was freed
    "allocations_fail",               // where the limits allow it
    "plain_races_with_atomic",        // a plain access with an atomic one before it,
    "atomic_races_with_plain",        // and the other way round
    "ending_the_process_is_a_crash",  // of the code under test
    "the_end_is_not_caught",          // for ever: a thread that does so is lost
    "other_threads_are_refused",      // those of the operating system
    "other_threads_are_told_of",      // where they use what is the run's
    "the_first_run_is_repeated",      // a body with a state of its own is not verified

    // Values.
    "plain_reads_are_current",       // a plain read of an atomic sees the last write it knows of
    "references_share_their_place",  // atomic_ref sees what is written plainly
    "values_have_a_width",           // they wrap at it
    "wide_values_are_whole",         // both halves of sixteen bytes are compared
    "padding_is_no_value",           // what lies between members is not
    "type_stable_goes_on",           // an atomic outlives its object there,
    "made_anew_by_a_store",          // and takes the next one's value

    // What a finding says.
    "labels_are_told_apart",      // two objects with one label have numbers
    "threads_go_by_their_names",  // where they have given themselves one
    "marked_locks_are_named",     // who holds them is told with a deadlock
    "missing_orders_are_told",    // a use after free may come before it elsewhere
    "conversions_have_a_place",   // what has no call site goes by what stands next to it
    "destructors_have_a_place",   // likewise
    "plain_values_are_shown",     // in a trace
    "pointees_are_named",         // a pointer goes by what it points to

    // Budgets and estimates.
    "explored_bounds_the_estimate",  // from below
    "no_interval_without_trust",     // is told
    "trust_needs_many_sweeps",       // that agree
    "samples_come_first",            // some, before the search
    "the_budget_is_used",            // to its end
    "time_ends_a_run",               // between its operations,
    "late_runs_have_no_patience",    // and where it makes none

    // The exhaustive search.
    "maximal_reads",       // a read is dropped only where it read the latest
    "maximal_writes",      // a write is dropped only where it was last, nobody having waited for it
    "maximal_spurious",    // a failure by chance is never dropped
    "maximal_choices",     // a choice is dropped only where it took the ordinary outcome
    "maximal_counts",      // a blind change is dropped only where it was added so
    "nothing_after_zero",  // which none is once the counter has reached zero
    "trigger_not_there",   // what revisits was not there before
    "unread_before",       // a write that an earlier event read is not dropped
    "unpolled_before",     // nor one that an earlier lock attempt was displaced by
    "atomic_revisits",     // a revisiting write does not come between an update and what it read
    "coherent_reads",      // a read does not look behind what its thread knows
    "coherent_writes",     // a write does not go behind what its thread knows
    "coherent_revisits",   // nor does a revisiting write
    "other_reads",         // a read tries what is not the latest
    "other_places",        // a write tries places that are not the last
    "other_revisits",      // and so does a revisiting write
    "chance_first",        // a weak compare-exchange may fail by chance
    "chance_revisited",    // and on the value that a revisit gives it
    "completed_updates",   // an update that a revisit has completed revisits in its turn
    "displaced_updates",   // an update may take what another one read first
    "awaited_values",      // a waiting read does not settle for an older value that fails
    "consistent_reads",    // the memory model is asked about a read's alternatives
    "consistent_revisits",  // and about a revisit
    "other_zeros",          // each decrement that can come last does
    "early_zeros",          // a counter that may reach zero early is not counted blind
};

// A rule by its name.
class rule {
 public:
  consteval rule(const char* name) : number_(0) {  // implicit, for mutated("its_name")
    while (rules[number_] != name) ++number_;      // a name that is not there is an error here
  }
  constexpr std::size_t number() const { return number_; }

 private:
  std::size_t number_;
};

#ifdef SUTURE_MUTATION
inline std::size_t broken_rule = std::size(rules);  // none
inline bool mutated(rule r) { return r.number() == broken_rule; }
#else
constexpr bool mutated(rule) { return false; }
#endif

}  // namespace suture
