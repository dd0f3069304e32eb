// Is an event on a cycle of the order that x86-TSO keeps (tso.hpp)?
//
// Program order is not walked edge by edge, since a store is ordered before what comes after it
// only in part. Of each thread two marks are kept instead: how far its loads have been reached, and
// how far its stores. Reaching a load reaches all loads before it; reaching a store, or what
// empties the buffer, reaches all before it. So an event is looked at once a walk.
#pragma once

#include <cstdint>
#include <vector>

#include "model/graph/graph.hpp"

namespace suture {

class tso_order {
 public:
  // Walks backwards from `e`, after a short look forward; true iff a walk comes back to it.
  bool on_cycle(const graph& g, event_id e);

  // Is a heavy fence on a cycle, with what light ones order before its end? For each of the two
  // either all that is before the light one comes before the end of the heavy one, or all that is
  // after the light one comes after its beginning: it takes the time in between to have every
  // thread empty its buffer. The second holds until something after the light one is found to come
  // before the heavy one; from then on, the first does.
  bool heavy_on_cycle(const graph& g);

 private:
  enum class role : std::uint8_t {
    outside,  // orders nothing
    load,     // and what accesses nothing
    store,    // may wait in the buffer
    barrier,  // waits until the buffer is empty
  };
  enum class answer : std::uint8_t { yes, no, unknown };
  struct marks {
    std::uint32_t loads = 0;
    std::uint32_t stores = 0;
  };

  static role role_of(const event& e);
  void begin(const graph& g, event_id e);
  bool comes_back(const graph& g, event_id e);
  bool stand_before(const graph& g, std::size_t heavy);
  void reach_stood_before(std::size_t heavy);
  void reach(thread_id t, std::uint32_t loads, std::uint32_t stores);
  void reach(const graph& g, event_id id);
  void reach_other_counts(const graph& g, event_id id);
  void reach_what_others_did(const graph& g, event_id id);
  void look_back(const graph& g, thread_id t);

  answer look_ahead(const graph& g, event_id e);
  void reach_ahead(thread_id t, std::uint32_t loads, std::uint32_t stores);
  void reach_ahead(const graph& g, event_id id);
  bool reach_what_others_do(const graph& g, event_id id);
  bool look_on(const graph& g, thread_id t);

  // By thread: backwards, how many events are before the mark; forwards, the first behind it.
  std::vector<marks> wanted_, done_;
  std::vector<thread_id> open_;  // threads where more is wanted than done
  std::uint32_t looked_ = 0;
  std::vector<event_id> heavy_;  // fences, while they are looked at
  // Of each of them by thread: the light fence that stands before it, with all in front of it.
  std::vector<std::vector<std::uint32_t>> stands_before_;
};

}  // namespace suture
