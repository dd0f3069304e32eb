// Does a round of a loop leave a mark outside of its thread's own stack?
//
//   while ((v = f.load()) != 2) seen[v] = true;
//
// A thread that has gone round once stands as it stood, and going round again with the same value
// changes nothing. But what the first round left in `seen` is there later: the thread is not where
// it was, and must not be held before it has read what it may read next. To know that, the run in
// which the round is met is made again, along its graph. The memory that the process can write to
// (memory_image.hpp) is copied whenever the thread leaves the engine within that round, and
// compared when it calls next. What differs, the code under test has written: the engine does
// nothing in between. What is there again at the end of the round is no mark. That is dear, and so
// done for each kind of round once.
//
// What other OS threads of the process write meanwhile differs, too. So it is done twice, and only
// changes that are made both times, wherever, count.
//
// Not seen are large blocks of malloc (mapped apart) and the heaps of other OS threads. Where there
// is too much memory to be copied, the round is taken to leave marks.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include "model/engine/loops/memory_image.hpp"
#include "model/graph/event.hpp"
#include "model/graph/moment.hpp"
#include "model/sync/site.hpp"

namespace suture {

class execution;
class graph;

// Some events of a thread, in its program order.
struct thread_round {
  thread_id thread = no_thread;
  std::uint32_t first = 0, last = 0;  // up to before that one
  bool from_yield = false;            // it begins with a yield before the first
  bool operator==(const thread_round&) const = default;
};

// Numbers for what the thread did and read in the round, with all choices made so far in the run,
// and for that with all that it has done and knows of (its prefix in program order and reads-from):
// where they are the same, so was the round, as far as can be told.
struct kind_of_round {
  std::uint64_t round = 0, history = 0;
};
kind_of_round kind_of_round_in(const graph& g, const thread_round& round);

class round_audit {
 public:
  enum class knowledge : std::uint8_t {
    unknown,
    idle,
    taken_for_idle,  // not looked at, as there is an end to that: so the search is not whole
    leaves_marks,
  };

  // So many histories are told apart at a line of the source.
  void look_at(std::size_t histories) { most_at_a_line_ = histories; }
  // Of a round of the loop at `where`. Beyond what is looked at, by what is known of one like it.
  knowledge known(const sync::site& where, const kind_of_round& kind) const;
  // Wants to know; the run is to be given up and made again along its graph, until not again().
  void ask(const thread_round& round, const sync::site& where, const kind_of_round& kind);
  // Is that round being looked at in this run?
  bool looks_at(const thread_round& round) const { return passes_left_ != 0 && round == round_; }

  // A run begins, or has ended on the OS thread that made it.
  void begin_run(execution& run);
  void end_run();
  // Once it has: must it be made again?
  bool again();
  void forget() { passes_left_ = 0; }  // what is wanted

  // The current thread has called the engine, or goes back to the code under test.
  void enters();
  void leaves();
  void yields();  // that call is one to yield
  // It is at the end of the round: what has been undone by now is no mark.
  void settle();

 private:
  void compare();
  // Of the round's thread: is it in the code under test between two calls that belong to it?
  bool concerns() const;

  static constexpr unsigned passes = 2;
  // So much is copied for a search.
  static constexpr std::size_t most_words = std::size_t{1} << 31U;
  struct change {  // of a word
    const volatile memory_image::word* at;
    memory_image::word then, now;
    memory_image::word mask() const;  // of the bytes that have changed
    bool same_bytes(const change& other) const;
  };

  using line = std::pair<unsigned, std::string_view>;
  struct loops_at_line {
    std::map<std::uint64_t, knowledge> rounds, histories;
  };
  std::map<line, loops_at_line> known_;
  std::size_t most_at_a_line_ = 1024;  // each takes a millisecond or two
  // What is wanted:
  thread_round round_;
  knowledge* of_round_ = nullptr;  // the answers
  knowledge* of_history_ = nullptr;
  unsigned passes_left_ = 0;  // this one included
  bool asked_ = false;        // in the run that is under way
  // What has been seen:
  execution* run_ = nullptr;
  round_audit* outer_ = nullptr;  // of the run in which this one was begun
  bool outside_ = false;  // the thread is in the code under test, and there is something to compare
  moment yielded_;        // when a thread did so last
  bool lost_ = false;     // something could not be copied
  std::size_t copied_ = 0;
  memory_image before_;
  // In this pass, and in the first. Not in malloc's memory, which is being compared.
  mapped_array<change> changed_, earlier_;
  std::size_t changed_count_ = 0, earlier_count_ = 0;
  mapped_array<std::span<const std::byte>> parts_;  // of the run's memory
};

}  // namespace suture
