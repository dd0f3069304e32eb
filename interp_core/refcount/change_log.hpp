// A row of entries that one thread appends to and another one takes from, without a lock.
//
// Source: the single-producer queue of chunks, as in many a logging library; here it holds changes
// of reference counts.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <exception>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// append belongs to one thread at a time, take_all to one at a time; destroyed when both are done.
// An entry is taken once, in order, and whoever takes it knows all that its writer knew.
template <class Entry, std::size_t Room>
class change_log {
 public:
  change_log() : written_(make_chunk()), read_(written_) {}
  ~change_log() {
    while (read_ != nullptr) {
      chunk* const next = read_->next.load(std::memory_order_relaxed);
      sync::destroy(read_);
      read_ = std::uncaught_exceptions() == 0 ? next : nullptr;
    }
  }
  change_log(const change_log&) = delete;
  change_log& operator=(const change_log&) = delete;

  void append(Entry e) {
    std::size_t end = written_->size.load(std::memory_order_relaxed);
    if (end == Room) [[unlikely]] {
      chunk* const fresh = make_chunk();
      written_->next.store(fresh, std::memory_order_release);
      written_ = fresh;
      ++chunks_made_;
      end = 0;
    }
    written_->entries[end].set(e);
    written_->size.store(end + 1, std::memory_order_release);
  }

  // Calls visit(entry) for each that is there. How many there were.
  template <class Visitor>
  std::size_t take_all(Visitor visit) {
    std::size_t taken = 0;
    for (;;) {
      const std::size_t end = read_->size.load(std::memory_order_acquire);
      for (; position_ < end; ++position_, ++taken) visit(read_->entries[position_].get());
      if (end < Room) return taken;
      chunk* const next = read_->next.load(std::memory_order_acquire);
      if (next == nullptr) return taken;
      sync::destroy(read_);
      read_ = next;
      position_ = 0;
      chunks_taken_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  // For the writer: how many pieces of Room entries are full and not yet taken.
  std::size_t length() const {
    return chunks_made_ == 0 ? 0 : chunks_made_ - chunks_taken_.load(std::memory_order_relaxed);
  }

 private:
  struct chunk {
    chunk() { sync::label(size, "log size"); }
    std::array<sync::var<Entry>, Room> entries;
    sync::atomic<std::size_t> size{0};
    sync::atomic<chunk*> next{nullptr};
  };
  static chunk* make_chunk() { return sync::make_at<chunk>(sync::site::current()); }

  chunk* written_;  // the writer's, as is chunks_made_
  std::size_t chunks_made_ = 0;
  sync::atomic<std::size_t> chunks_taken_{0};
  chunk* read_;  // the taker's, as is position_
  std::size_t position_ = 0;
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
