#include "model/engine/process/foreign.hpp"

namespace suture::foreign {

namespace {

const execution* under_way = nullptr;
const body* its_body = nullptr;

}  // namespace

// Runs of the usual kind may be made by many OS threads at a time, and leave the state alone.
run_scope::run_scope(const execution& e, const body* b) : is_foreign_(b != nullptr) {
  watched() = 0;
  if (!is_foreign_) return;
  before_ = under_way;
  body_before_ = its_body;
  under_way = &e;
  its_body = b;
  reachable().clear();
}

run_scope::~run_scope() {
  if (!is_foreign_) return;
  under_way = before_;
  its_body = body_before_;
}

const body* body_of(const execution& e) { return under_way == &e ? its_body : nullptr; }

std::uintptr_t stacks_beside(const heap& h) {
  unsigned arena = 0;
  while (arena < 63 &&
         !h.owns(reinterpret_cast<const void*>(heap::first_arena + arena * heap::arena_bytes))) {
    ++arena;
  }
  return first_stack + arena * stacks_of_an_arena;
}

std::unordered_set<const block*>& reachable() {
  static std::unordered_set<const block*> all;
  return all;
}

std::uint32_t& watched() {
  static thread_local std::uint32_t places = 0;
  return places;
}

}  // namespace suture::foreign
