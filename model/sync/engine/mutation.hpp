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
    "psc_follows_mo",            // psc holds modification order and what reads miss of it
    "psc_of_fences",             // fences are ordered by what happens between them
    "light_fences",              // a light fence is nothing to all but heavy ones,
    "heavy_fences",              // and as a full one to those
    "psc_through_other_places",  // sb to another place; hb; sb from another place
    "psc_through_plain_data",    // which is another place, too
    "failure_order",             // a compare-exchange that fails has its failure order

    // Threads, and what sleeps.
    "start_knows_its_maker",        // a thread knows what its maker knew
    "join_knows_the_end",           // who joins knows what the thread did
    "notifications_order_nothing",  // an atomic's notification teaches nobody anything
    "waits_look_again",             // an atomic's wait looks once more behind the queue's lock
    "daemons_may_hang",             // a detached thread that hangs is no deadlock
    "any_sleeper",                  // which sleeper is woken is a choice
    "queued_behind_the_look",       // a sleeper is in the queue before the word can change
    "queued_before_the_unlock",     // a waiter is in the queue before the lock is given back
    "chance_wakes",                 // a sleeper may wake for no reason
    "interruptions",                // or for a signal
    "mutexes_in_any_order",         // whoever takes several may have any of them for a moment

    // Assumptions.
    "failed_assumption_stops_one",  // thread, and lets the others go on
    // Loops without effect.
    "writes_are_effects",     // a round in which something is written must not be cut out
    "changes_are_effects",    // nor one in which an update changes something
    "state_is_compared",      // the thread must stand as it stood
    "hidden_state_is_tried",  // it may have a state that cannot be seen
    "counting_is_a_bound",    // where it never stands as it stood, the search is not whole
    "changes_let_go",         // it is held for ever only where what it read is still so
    "choosers_may_stop",      // and where it could not have chosen otherwise

    // What is wrong with a run.
    "writes_race_with_reads",  // that nothing orders before them
    "reads_race_with_writes",  // that nothing orders before them
    "ends_are_writes",         // the end of an object races with its uses

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
