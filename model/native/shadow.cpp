#include "model/native/shadow.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "model/engine/outside_numbers.hpp"
#include "model/engine/process/foreign.hpp"
#include "model/native/regions.hpp"
#include "model/native/world.hpp"

namespace suture::native {

namespace {

// That of the smallest: a pthread_once_t, a pthread_spinlock_t. What larger ones have beside their
// first bytes is nobody's.
constexpr std::size_t extent_of_a_lock = 4;

std::size_t extent(const slot& s) {
  return s.kind == primitive::atomic ? s.bytes : extent_of_a_lock;
}

std::uint64_t bits_at(std::uintptr_t address, std::uint8_t bytes) {
  const auto* const there = reinterpret_cast<const void*>(address);
  if (bytes > sizeof(std::uint64_t)) return hooks::wide_to_bits(there, bytes);
  std::uint64_t bits = 0;
  std::memcpy(&bits, there, bytes);
  return bits;
}

// Of a granule's bytes, those from `first` on.
std::uint8_t mask_of(std::size_t first, std::size_t bytes) {
  return static_cast<std::uint8_t>(((1U << bytes) - 1U) << first);
}

}  // namespace

void shadow::begin_run(run_view&) {
  run_ = execution::active();
  ++number_;
  watched_ = 0;
  in_run_.clear();
  named_.clear();
}

shadow::page* shadow::page_at(std::uintptr_t address, bool make) {
  const std::uintptr_t key = address / page_bytes;
  if (key == last_key_) return last_page_;
  auto found = pages_.find(key);
  if (found == pages_.end()) {
    if (!make) return nullptr;
    found = pages_.emplace(key, std::make_unique<page>()).first;
  }
  last_key_ = key;
  last_page_ = found->second.get();
  return last_page_;
}

template <class Visit>
void shadow::each_known_granule(std::uintptr_t address, std::size_t bytes, Visit visit) {
  const std::uintptr_t end = address + bytes;
  for (std::uintptr_t at = address / granule_bytes * granule_bytes; at < end; at += granule_bytes) {
    page* const p = page_at(at, false);
    if (p == nullptr) {
      at = (at / page_bytes + 1) * page_bytes - granule_bytes;
      continue;
    }
    visit((*p)[at / granule_bytes % page_granules], at);
  }
}

template <class Visit>
void shadow::each_slot(std::uintptr_t address, std::size_t bytes, Visit visit) {
  // One of sixteen bytes may begin in the granule before.
  const std::uintptr_t from = address - granule_bytes;
  each_known_granule(from, bytes + granule_bytes, [&](granule& g, std::uintptr_t) {
    for (slot* s = g.slots.get(); s != nullptr; s = s->next.get()) {
      const bool there = s->live && s->run == number_;
      if (there && s->address < address + bytes && address < s->address + extent(*s)) visit(*s);
    }
  });
}

slot& shadow::object(std::uintptr_t address, primitive kind, std::uint8_t bytes,
                     std::uint64_t first) {
  slot* found = granule_at(address).slots.get();
  while (found != nullptr &&
         (found->address != address || found->kind != kind || found->bytes != bytes)) {
    found = found->next.get();
  }
  if (found != nullptr && found->run == number_ && found->live) [[likely]]
    return *found;
  // What overlaps it is another object, which it takes the place of.
  each_slot(address, kind == primitive::atomic ? bytes : extent_of_a_lock, [this](slot& other) {
    put_known_value(other);
    end_object(other);
  });
  if (found == nullptr) {
    auto fresh = std::make_unique<slot>();
    found = fresh.get();
    found->address = address;
    found->kind = kind;
    found->bytes = bytes;
    granule& g = granule_at(address);
    fresh->next = std::move(g.slots);
    g.slots = std::move(fresh);
  }
  adopt(*found, kind == primitive::atomic ? bits_at(address, bytes) : first);
  return *found;
}

// What is made outside of any run has a number by which the engine knows it in every run. All of
// them are taken at once, for the whole process, since none can be taken later.
std::uint32_t shadow::next_number() {
  if (objects_ == most_objects) {
    run_->report({std::string(finding_kind::misuse),
                  "more than a million addresses have been used as atomics or locks",
                  {},
                  {}});
  }
  return first_number_ + objects_++;
}

shadow::shadow() : first_number_(hooks::take_outside_numbers(most_objects)) {}

void shadow::adopt(slot& s, std::uint64_t first) {
  if (s.run != number_) s.incarnation = 0;
  s.run = number_;
  s.live = true;
  if (s.numbers.size() <= s.incarnation) s.numbers.push_back(next_number());
  s.cell = {first, 0, s.numbers[s.incarnation], s.bytes, s.kind};
  run_->lives().locate(s.cell, {});
  if (s.label == nullptr) s.label = world::current.label_of(s.address);
  const auto named = named_.find(s.address);
  run_->label(&s.cell, named == named_.end() ? s.label : named->second);
  in_run_.push_back(&s);
  if (foreign::has_stack_at(s.address)) {
    // All stacks are of one size, one above the other by the number of their thread.
    const auto stack = run_->fibers().current().stack();
    const auto lowest =
        reinterpret_cast<std::uintptr_t>(stack.data()) - run_->current() * stack.size();
    const std::uintptr_t owner = (s.address - lowest) / stack.size();
    if (owner < run_->thread_count()) {
      world::current.thread(static_cast<thread_id>(owner)).on_stack.push_back(&s);
    }
  }
}

void shadow::end_object(slot& s) {
  if (!s.live || s.run != number_) return;
  s.live = false;
  ++s.incarnation;
}

void shadow::end_objects(std::uintptr_t address, std::size_t bytes) {
  each_slot(address, bytes, [this](slot& s) { end_object(s); });
}

void shadow::put(slot& s, std::uint64_t bits) {
  if (s.kind != primitive::atomic) return;
  auto* const there = reinterpret_cast<void*>(s.address);
  if (s.bytes > sizeof bits) {
    hooks::wide_from_bits(bits, there, s.bytes);
  } else {
    std::memcpy(there, &bits, s.bytes);
  }
}

// Of the writes that happen before now, the value of the last in modification order.
void shadow::put_known_value(slot& s) {
  const graph& g = run_->events();
  const moment now = run_->here();
  const location_id l = s.cell.id;
  const std::uint32_t place = g.coherence_bound_at(now.thread, now.events, l);
  put(s, g.value_of(g.where(l).mo[place], l));
}

void shadow::refresh(std::uintptr_t address, std::size_t bytes) {
  each_slot(address, bytes, [this](slot& s) { put_known_value(s); });
}

void shadow::settle() {
  for (slot* s : in_run_) {
    if (s->live) put(*s, run_->peek(s->cell.id));
  }
}

void shadow::label(std::uintptr_t address, const char* name) {
  named_[address] = name;
  each_slot(address, 1, [&](slot& s) { run_->label(&s.cell, name); });
}

// Which bytes of it may be touched at all. Only of the heap is that known.
std::uint8_t shadow::valid_bytes(std::uintptr_t granule_address) {
  const auto* const at = reinterpret_cast<const std::byte*>(granule_address);
  if (!run_->memory().owns(at)) return 0xFF;
  const block* const b = run_->memory().find(at);
  if (b == nullptr || b->state != block_state::live) return 0;
  const auto left = static_cast<std::size_t>(b->address + b->bytes - at);
  return mask_of(0, std::min(left, granule_bytes));
}

void shadow::begin_granule(granule& g, std::uintptr_t address) {
  g.run = number_;
  g.records.clear();
  g.valid = valid_bytes(address / granule_bytes * granule_bytes);
  foreign::watched() = ++watched_;
}

void shadow::access(const deed& d) {
  const moment now = run_->here();
  record r{now.thread, d.atomic && now.events > 0 ? now.events - 1 : now.events,
           d.pc,       0,
           d.write,    d.atomic,
           d.frees,    d.atomic ? static_cast<std::uint8_t>(d.bytes) : std::uint8_t{0}};
  std::uintptr_t at = d.address;
  for (const std::uintptr_t end = d.address + d.bytes; at < end;) {
    const std::size_t first = at % granule_bytes;
    const std::size_t bytes = std::min<std::size_t>(granule_bytes - first, end - at);
    r.mask = mask_of(first, bytes);
    granule& g = granule_at(at);
    if (g.run != number_) {
      begin_granule(g, at);
      if (d.write && !regions::put_back(at, *run_)) not_put_back(at, r);
    }
    judge(g, r, at);
    at += bytes;
  }
  if (d.atomic) return;
  each_slot(d.address, d.bytes, [&](slot& s) {
    put_known_value(s);
    if (d.write) end_object(s);
  });
}

void shadow::judge(granule& g, const record& now, std::uintptr_t address) {
  if ((now.mask & ~g.valid) != 0) [[unlikely]]
    invalid(address, now);
  record* same = nullptr;
  for (record& before : g.records) {
    if ((before.mask & now.mask) == 0) continue;
    if (before.thread == now.thread) {
      const bool as_now = before.mask == now.mask && before.write == now.write &&
                          before.atomic == now.atomic && before.bytes == now.bytes;
      if (as_now) same = &before;
      continue;
    }
    if (!before.write && !now.write) continue;
    if (before.atomic && now.atomic && before.bytes == now.bytes && before.mask == now.mask)
      continue;
    if (!run_->knows({before.thread, before.events})) [[unlikely]]
      conflict(address, before, now);
  }
  if (same != nullptr) {
    *same = now;
  } else {
    g.records.push_back(now);
  }
}

// Where the block was used before, its bytes are written anew by this: who does not know of it has
// a pointer of old.
void shadow::allocated(std::uintptr_t address, std::size_t bytes, std::uintptr_t pc) {
  const moment now = run_->here();
  each_known_granule(address, bytes, [&](granule& g, std::uintptr_t at) {
    if (g.run != number_) return;
    begin_granule(g, at);
    g.records.push_back({now.thread, now.events, pc, g.valid, true, false, false, 0});
  });
  end_objects(address, bytes);
}

void shadow::freed(std::uintptr_t address, std::size_t bytes, std::uintptr_t pc) {
  const moment now = run_->here();
  each_known_granule(address, bytes, [&](granule& g, std::uintptr_t at) {
    if (g.run != number_) return;
    judge(g, {now.thread, now.events, pc, g.valid, true, false, true, 0}, at);
    g.valid = 0;
  });
  end_objects(address, bytes);
}

}  // namespace suture::native
