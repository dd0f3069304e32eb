#include "model/native/world.hpp"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "model/native/module.hpp"
#include "model/native/regions.hpp"
#include "model/native/symbols.hpp"

namespace suture::native {

world world::current;

bool regions::put_back(std::uintptr_t address, execution& run) {
  return run.memory().owns(reinterpret_cast<const void*>(address)) || on_a_stack(address) ||
         is_thread_local(address) || world::current.is_static(address) ||
         world::current.is_lent(address);
}

void world::use(const module& m) {
  module_ = &m;
  if (!shadow_) shadow_.emplace();
}

bool world::is_instrumented() const { return module_->is_instrumented(); }

void world::begin(execution& e) {
  module_->put_back();
  run_ = &e;
  shadow_->begin_run(e);
  random_ = 1;
  keys_.clear();
  lent_.clear();
}

logical_thread& world::thread(thread_id t) {
  while (threads_.size() <= t) threads_.push_back(std::make_unique<logical_thread>());
  return *threads_[t];
}

void world::begin_thread(logical_thread& t) {
  t.frames.clear();
  t.on_stack.clear();
  t.specific.clear();
  t.at_exit.clear();
  t.result = nullptr;
  if (t.thread_locals != nullptr) fill_thread_locals(t);
}

void world::live(const std::function<void*()>& work) {
  logical_thread& t = here();
  begin_thread(t);
  std::jmp_buf way_out;
  t.way_out = &way_out;
  if (setjmp(way_out) == 0) t.result = work();
  end_thread(t);
}

// As POSIX says of pthread_key_create: again and again, while destructors set other values.
void world::end_thread(logical_thread& t) {
  constexpr int rounds = 4;  // PTHREAD_DESTRUCTOR_ITERATIONS
  while (!t.at_exit.empty()) {
    const auto [function, object] = t.at_exit.back();
    t.at_exit.pop_back();
    function(object);
  }
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t k = 0; k < t.specific.size(); ++k) {
      void* const value = std::exchange(t.specific[k], nullptr);
      if (value != nullptr && keys_[k].made && keys_[k].destroy != nullptr) keys_[k].destroy(value);
    }
  }
}

void world::fill_thread_locals(logical_thread& t) {
  for (const image& i : module_->images()) {
    if (i.locals.id == 0) continue;
    std::byte* const begin = t.thread_locals + i.locals.at;
    std::memcpy(begin, i.locals.first, i.locals.filled);
    std::memset(begin + i.locals.filled, 0, i.locals.bytes - i.locals.filled);
  }
}

// Of the running thread: at the same addresses in every run.
std::byte* world::thread_locals(logical_thread& t) {
  if (t.thread_locals == nullptr) {
    const std::uintptr_t wanted =
        regions::first_thread_local + run_->current() * regions::thread_local_room;
    void* const got =
        mmap(reinterpret_cast<void*>(wanted), regions::thread_local_room, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got == MAP_FAILED) throw std::bad_alloc();
    t.thread_locals = static_cast<std::byte*>(got);
    fill_thread_locals(t);
  }
  return t.thread_locals;
}

void* world::thread_local_at(std::size_t tls_module, std::size_t offset) {
  for (const image& i : module_->images()) {
    if (i.locals.id == tls_module) return thread_locals(here()) + i.locals.at + offset;
  }
  return nullptr;
}

void world::lend(const void* begin, std::size_t bytes, std::uintptr_t pc) {
  const auto from = reinterpret_cast<std::uintptr_t>(begin);
  lent_.emplace_back(from, from + bytes);
  shadow_->allocated(from, bytes, pc);
}

bool world::is_lent(std::uintptr_t address) const {
  return std::any_of(lent_.begin(), lent_.end(), [address](const auto& range) {
    return address >= range.first && address < range.second;
  });
}

const sync::site& world::site_of(std::uintptr_t pc) {
  if (pc == last_pc_) return *last_site_;
  auto found = sites_.find(pc);
  if (found == sites_.end()) found = sites_.emplace(pc, place_of(pc)).first;
  last_pc_ = pc;
  last_site_ = &found->second;
  return *last_site_;
}

bool world::is_code(std::uintptr_t pc) const { return module_->has(pc); }
bool world::is_static(std::uintptr_t address) const { return module_->is_static(address); }

const char* world::static_name(std::uintptr_t address) {
  if (!is_static(address)) return nullptr;
  auto found = names_.find(address);
  if (found == names_.end()) {
    const std::string name = name_of_data(address);
    found = names_.emplace(address, name.empty() ? nullptr : strdup(name.c_str())).first;
  }
  return found->second;
}

// By the block and its thread, since that is the same in every run; or by the stack.
const char* world::label_of(std::uintptr_t address) {
  if (const char* name = static_name(address)) return name;
  const auto* const there = reinterpret_cast<const std::byte*>(address);
  std::string text = "memory";
  if (const block* b = run_->memory().find(there)) {
    text = fmt::format("block{}.{}+{}", b->thread, b->ordinal, there - b->address);
  } else if (regions::on_a_stack(address)) {
    text = "local";
  } else if (regions::is_thread_local(address)) {
    text = "thread_local";
  }
  return strdup(text.c_str());
}

void world::find_reachable(execution& e) {
  shadow_->settle();
  std::vector<const block*> to_look_at;
  const auto look = [&](const std::byte* begin, std::size_t bytes) {
    const auto first =
        (reinterpret_cast<std::uintptr_t>(begin) + sizeof(void*) - 1) & ~(sizeof(void*) - 1);
    const auto end = reinterpret_cast<std::uintptr_t>(begin) + bytes;
    for (std::uintptr_t at = first; at + sizeof(void*) <= end; at += sizeof(void*)) {
      const block* const b = e.memory().find(*reinterpret_cast<void* const*>(at));
      if (b == nullptr || b->state != block_state::live) continue;
      if (foreign::reachable().insert(b).second) to_look_at.push_back(b);
    }
  };
  for (const image& i : module_->images()) {
    for (const image::segment& s : i.data) look(s.begin, s.bytes);
  }
  const logical_thread& main = thread(0);
  if (main.thread_locals != nullptr) look(main.thread_locals, module_->thread_local_bytes());
  while (!to_look_at.empty()) {
    const block* const b = to_look_at.back();
    to_look_at.pop_back();
    look(b->address, b->bytes);
  }
}

}  // namespace suture::native
