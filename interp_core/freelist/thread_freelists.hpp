// Freelists of which every thread has its own, so that no lock is needed.
//
// Source: the Gilectomy's later frames, and today's free-threaded CPython: the lists lie in the
// thread's state. A block goes to the list of the thread that ends the object, wherever it came
// from; a thread that ends gives its blocks to the allocator (left out, they leak). A collector
// that has stopped the world may empty the lists of all threads it knows of.
#pragma once

#include <cstddef>
#include <vector>

#include "interp_core/freelist/block_stack.hpp"
#include "interp_core/freelist/stacks.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made before the threads that use it, as shared_freelists. A thread has freelists while it has a
// `member`, and asks the allocator otherwise:
//
//   interp::thread_freelists lists(rt);
//   sync::parallel([&] { const interp::thread_freelists::member here(lists); … }, …);
class thread_freelists final : public freelists {
 public:
  explicit thread_freelists(runtime& rt, freelist_room room = cpython_freelist_room)
      : rt_(rt), room_(room) {
    rt_.freelists = this;
  }
  ~thread_freelists() { rt_.freelists = nullptr; }

  // The freelists of the thread that makes it, for as long as it lasts. Drains: whether they are
  // emptied then, as they must be. IsKnown: to the others, so that clear reaches it.
  template <bool Drains, bool IsKnown = false>
  class basic_member {
   public:
    explicit basic_member(thread_freelists& all) : all_(all), stacks_(all.room_) {
      if (IsKnown) all_.know(stacks_);
      all_.mine_.set(&stacks_);
    }
    ~basic_member() {
      all_.mine_.set(nullptr);
      if (IsKnown) all_.forget(stacks_);
      if (Drains) drain(stacks_);
    }
    basic_member(const basic_member&) = delete;
    basic_member& operator=(const basic_member&) = delete;

    // How many blocks there are in them.
    std::size_t kept() {
      std::size_t all = 0;
      stacks_.each([&all](const block_stack<>& s) { all += s.size(); });
      return all;
    }

   private:
    thread_freelists& all_;
    stacks_by_place<block_stack<>> stacks_;
  };
  using member = basic_member<true>;
  using known_member = basic_member<true, true>;
  using member_that_forgets = basic_member<false>;  // mutant: P15, lost drain at thread exit

  void* take(runtime&, freelist_place from) override {
    stacks* mine = mine_.get();
    return mine == nullptr ? nullptr : mine->at(from).pop();
  }
  bool put(runtime&, freelist_place to, void* block) override {
    stacks* mine = mine_.get();
    return mine != nullptr && mine->at(to).push(block);
  }
  void clear() override {
    const sync::lock_guard<sync::mutex> held(lock_);
    for (stacks* of_thread : known_) drain(*of_thread);
  }

 private:
  using stacks = stacks_by_place<block_stack<>>;

  static void drain(stacks& of_thread) {
    of_thread.each([](block_stack<>& s) { s.drain(); });
  }
  void know(stacks& of_thread) {
    const sync::lock_guard<sync::mutex> held(lock_);
    known_.push_back(&of_thread);
  }
  void forget(stacks& of_thread) {
    const sync::lock_guard<sync::mutex> held(lock_);
    std::erase(known_, &of_thread);
  }

  runtime& rt_;
  const freelist_room room_;
  sync::thread_local_ptr<stacks> mine_;
  sync::mutex lock_;
  std::vector<stacks*> known_;  // under lock_
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
