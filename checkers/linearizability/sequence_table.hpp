// A set of short sequences of 32-bit words, each of which has a number: equal sequences, equal
// numbers (hash-consing). The one data structure under the checker: values, states of the object
// and configurations of a search are all such sequences, so comparing two of them anywhere else is
// comparing two numbers.
//
// Numbers count from 0 in order of insertion, whatever the hash. Not for use by several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace suture::linearizability {

using word = std::uint32_t;

class sequence_table {
 public:
  struct entry {
    word number;
    bool fresh;  // it was not in the set before
  };

  sequence_table();

  // `sequence` must not point into this table. At most 2^32 - 2 sequences.
  entry insert(std::span<const word> sequence);

  // Valid until the next insert.
  std::span<const word> at(word number) const {
    return {words_.data() + begins_[number], words_.data() + begins_[number + 1]};
  }

  std::size_t size() const { return begins_.size() - 1; }

  // Memory in use, room to grow not counted.
  std::size_t bytes() const {
    return words_.size() * sizeof(word) + begins_.size() * sizeof(std::size_t) +
           slots_.size() * sizeof(slot);
  }

  // Empties the set and keeps its memory, unless that has become very large.
  void clear();

 private:
  struct slot {
    word hash;
    word number;  // or vacant
  };

  void grow();

  std::vector<word> words_;          // the sequences, one after the other
  std::vector<std::size_t> begins_;  // where each begins, and where the last one ends
  std::vector<slot> slots_;          // open addressing with linear probing, at most half full
};

}  // namespace suture::linearizability
