// What the shadow says of accesses that are wrong.
#include <fmt/format.h>
#include <sys/mman.h>

#include "model/native/regions.hpp"
#include "model/native/shadow.hpp"
#include "model/native/world.hpp"

namespace suture::native {

namespace {

std::string who(thread_id t) { return fmt::format("thread {}", t); }

std::string at(const sync::site& where) { return " at " + to_string(where); }

// Where it is, and the functions that it is in, the innermost first; empty where it is in none but
// the scenario.
std::string calls(thread_id t, std::uintptr_t pc) {
  std::string text;
  const std::vector<frame>& frames = world::current.here().frames;
  for (std::size_t i = frames.size(); i-- > 0;) {
    if (!world::current.is_code(frames[i].pc)) continue;
    const sync::site& where = world::current.site_of(frames[i].pc);
    text += fmt::format("    called at {} ({})\n", to_string(where), where.function);
  }
  if (text.empty()) return text;
  return fmt::format("  {}{}:\n{}", who(t), at(world::current.site_of(pc)), text);
}

std::string verb(bool write, bool atomic, bool frees) {
  if (frees) return "frees";
  return fmt::format("{}{}", atomic ? "atomically " : "", write ? "writes" : "reads");
}

}  // namespace

std::string shadow::described(std::uintptr_t address) {
  if (const char* name = world::current.static_name(address)) return name;
  const auto* const there = reinterpret_cast<const void*>(address);
  if (const block* b = run_->memory().find(there)) {
    return fmt::format("byte {} of the {} that thread {} allocates{}",
                       static_cast<const std::byte*>(there) - b->address, b->bytes,
                       b->allocated.thread, at(b->allocated_at));
  }
  if (regions::on_a_stack(address)) return "a variable on a stack";
  if (regions::is_thread_local(address)) return "a thread-local variable";
  return "memory of the process";
}

void shadow::conflict(std::uintptr_t address, const record& before, const record& now) {
  const record& a = before.thread < now.thread ? before : now;
  const record& b = before.thread < now.thread ? now : before;
  const sync::site& site_a = world::current.site_of(a.pc);
  const sync::site& site_b = world::current.site_of(b.pc);
  const std::string does_a = who(a.thread) + " " + verb(a.write, a.atomic, a.frees);
  const std::string does_b = who(b.thread) + " " + verb(b.write, b.atomic, b.frees);
  const bool frees = a.frees || b.frees;
  const bool sizes = a.atomic && b.atomic;
  finding f;
  f.kind = sizes ? finding_kind::misuse : frees ? finding_kind::use_after_free : finding_kind::race;
  f.message = fmt::format("{} {}{}, {} it{}{}, and nothing orders them", does_a, described(address),
                          at(site_a), does_b, at(site_b), sizes ? " in another size" : "");
  if (sizes) f.message += ": which values that may give, no memory model here says";
  f.places = {{does_a, site_a}, {does_b, site_b}};
  f.detail = calls(now.thread, now.pc);
  run_->report(std::move(f));
}

// Memory of the heap in which there is nothing any more, or never was.
void shadow::invalid(std::uintptr_t address, const record& now) {
  const sync::site& where = world::current.site_of(now.pc);
  const std::string does = who(now.thread) + " " + verb(now.write, now.atomic, now.frees);
  const block* const b = run_->memory().find(reinterpret_cast<const void*>(address));
  finding f;
  f.places = {{does, where}};
  if (b != nullptr && b->state == block_state::freed) {
    f.kind = finding_kind::use_after_free;
    f.message = fmt::format("{} {}{}, which {} freed{}{}", does, described(address), at(where),
                            who(b->ended.thread), at(b->ended_at),
                            run_->knows(b->ended) ? "" : ", and nothing orders the free after it");
    f.places.push_back({who(b->ended.thread) + " frees", b->ended_at});
  } else {
    f.kind = finding_kind::misuse;
    f.message =
        fmt::format("{} memory{} that lies beyond the end of a block, or in none", does, at(where));
  }
  f.detail = calls(now.thread, now.pc);
  run_->report(std::move(f));
}

void shadow::not_put_back(std::uintptr_t address, const record& now) {
  constexpr std::uintptr_t size = 4096;
  unsigned char there = 0;
  // Where nothing is the access itself says so.
  if (mincore(reinterpret_cast<void*>(address & ~(size - 1)), size, &there) != 0) return;
  const sync::site& where = world::current.site_of(now.pc);
  run_->report({std::string(finding_kind::misuse),
                fmt::format("{} writes{} to memory that is not put back between runs: allocated "
                            "while the module was loaded, or by a library that is not instrumented",
                            who(now.thread), at(where)),
                {{who(now.thread) + " writes", where}},
                calls(now.thread, now.pc)});
}

}  // namespace suture::native
