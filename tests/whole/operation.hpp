// The operations that random programs over `sync` are made of, and how a program's threads carry
// them out.
//
// A family is one kind of primitive: the objects a run has of it, and what threads may do with
// them. It is a file of its own in families/, listed in families.cpp. An operation is one entry:
// its text, what its arguments may be, and a function. Whoever adds a primitive to `sync` adds an
// entry here, and every property that random programs are held to holds it, too.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <vector>

#include "model/sync/sync.hpp"

namespace suture::whole {

// What an argument may be: numbers below `count`, each with its text.
struct argument {
  unsigned count;
  std::string (*text)(unsigned value);
};

argument number(unsigned count);  // 0, 1, …
argument load_order();            // of loads, and of what a failed compare-exchange reads
argument store_order();
argument update_order();
std::memory_order as_load_order(unsigned value);
std::memory_order as_store_order(unsigned value);
std::memory_order as_update_order(unsigned value);

using arguments = std::array<std::uint8_t, 3>;

// What the threads of a run share: the objects of each family that its program uses. They lie in
// the world itself, on the main thread's stack, where the engine knows what is made over what.
class world {
 public:
  world() = default;
  ~world() {
    while (!all_.empty()) {
      all_.back().end(all_.back().objects);
      all_.pop_back();
    }
  }
  world(const world&) = delete;
  world& operator=(const world&) = delete;

  template <class Objects>
  void make() {
    used_ = (used_ + alignof(Objects) - 1) / alignof(Objects) * alignof(Objects);
    if (used_ + sizeof(Objects) > sizeof room_) throw std::length_error("the world is full");
    auto* const made = ::new (static_cast<void*>(room_ + used_)) Objects;
    used_ += sizeof(Objects);
    all_.push_back({made, &typeid(Objects), [](void* o) { static_cast<Objects*>(o)->~Objects(); }});
  }
  template <class Objects>
  Objects& of() const {
    for (const entry& e : all_) {
      if (*e.type == typeid(Objects)) return *static_cast<Objects*>(e.objects);
    }
    throw std::logic_error("an operation of a family that the program does not use");
  }

 private:
  struct entry {
    void* objects;
    const std::type_info* type;
    void (*end)(void*);
  };
  std::vector<entry> all_;
  std::size_t used_ = 0;
  alignas(std::max_align_t) std::byte room_[4096];
};

// A thread of a running program.
class actor {
 public:
  actor(const world& shared, unsigned thread, std::vector<int>& notes)
      : shared_(shared), thread_(thread), notes_(notes) {}

  template <class Objects>
  Objects& of() const {
    return shared_.of<Objects>();
  }
  // What the operation saw: part of the outcome, so no addresses.
  void note(int seen) { notes_.push_back(seen); }
  unsigned thread() const { return thread_; }
  // Where the operation stands: its line in the program's text.
  sync::site here() const { return {"program", "thread", line_}; }
  void at(unsigned line) { line_ = line; }
  // The thread returns.
  void end() { ended_ = true; }
  bool ended() const { return ended_; }

  sync::thread child;  // see families/threads.cpp

 private:
  const world& shared_;
  unsigned thread_;
  unsigned line_ = 0;
  bool ended_ = false;
  std::vector<int>& notes_;
};

struct operation {
  std::string text;  // "x{0}.store({1}, {2})": {i} is the i-th argument
  std::vector<argument> takes;
  std::function<void(actor&, const arguments&)> run;
  unsigned weight = 2;  // beside the others of its family
  // The text of the operation that undoes it: a program in its senses has it later in the same
  // thread, with the same first argument. Programs that are not have something else.
  std::string undone_by = {};
};

struct family {
  std::string name;
  std::string objects;  // their declaration
  std::function<void(world&)> make;
  std::vector<operation> operations;
  // What is left when all threads have ended: part of the outcome.
  std::function<void(const world&, std::vector<int>&)> finish = {};
};

// A family whose objects are an `Objects`, made anew for each run.
template <class Objects>
family family_of(std::string name, std::string objects, std::vector<operation> operations,
                 void (*finish)(Objects&, std::vector<int>&) = nullptr) {
  family f{std::move(name), std::move(objects), [](world& w) { w.make<Objects>(); },
           std::move(operations)};
  if (finish != nullptr) {
    f.finish = [finish](const world& w, std::vector<int>& notes) {
      finish(w.of<Objects>(), notes);
    };
  }
  return f;
}

const std::vector<family>& families();

}  // namespace suture::whole
