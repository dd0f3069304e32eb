// How often a loop of a litmus test goes round.
//
// Going round once more is of no use where it repeats a state: the thread's registers are what they
// were when it last came by, and it has written nothing to memory since. Whatever it may read in
// the round to come, it could have read in the one before, so every outcome is that of an execution
// with fewer rounds, and this one is left out. Where the registers differ, as with a counter, it
// goes on, up to a bound.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "litmus/type.hpp"

namespace suture::litmus {

class rounds {
 public:
  enum class answer : std::uint8_t {
    go,
    repeats,  // a state
    enough,   // the bound is reached
  };
  // Another round begins with these registers; `writes`: how many the thread has made so far.
  answer another(const std::vector<value>& registers, std::uint64_t writes, std::uint32_t most) {
    if (writes != writes_) seen_.clear();
    writes_ = writes;
    if (!seen_.insert(registers).second) return answer::repeats;
    return ++made_ > most ? answer::enough : answer::go;
  }

 private:
  std::set<std::vector<value>> seen_;  // since the last write
  std::uint64_t writes_ = 0;
  std::uint32_t made_ = 0;
};

}  // namespace suture::litmus
