#include "report/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace suture::report {

namespace {

// Numbers down to this are written with a sign: -1 is a sentinel more often than a maximum.
constexpr std::int64_t lowest_negative = -65536;
constexpr std::uint64_t lowest_address = 0x10000;

std::int64_t as_signed(std::uint64_t bits, std::uint8_t bytes) {
  const unsigned unused = 64U - 8U * std::min<unsigned>(bytes, 8);
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

}  // namespace

values::values(execution& run) : run_(run) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    range r{};
    const std::size_t dash = line.find('-');
    if (dash == std::string::npos) continue;
    r.begin = std::stoull(line, nullptr, 16);
    r.end = std::stoull(line.substr(dash + 1), nullptr, 16);
    mapped_.push_back(r);
  }
  const graph& g = run.events();
  for (location_id l = 0; l < g.location_count(); ++l) atomics_.insert(run.name_of(l));
  for (event_id id = 0; id < g.size(); ++id) {
    const event& e = g[id];
    if (e.is_read() || e.is_write()) look_at(e.location, e.size, e.value);
  }
}

bool values::mapped(std::uint64_t address) const {
  return address >= lowest_address &&
         std::any_of(mapped_.begin(), mapped_.end(),
                     [&](const range& r) { return address >= r.begin && address < r.end; });
}

void values::look_at(location_id l, std::uint8_t size, std::uint64_t bits) {
  if (size != sizeof(void*)) return;
  const auto* const address = reinterpret_cast<const void*>(bits);
  if (run_.memory().owns(address)) {
    pointers_.insert(l);
  } else if (mapped(bits)) {
    pointers_.insert(l);
    if (std::find(elsewhere_.begin(), elsewhere_.end(), bits) == elsewhere_.end()) {
      elsewhere_.push_back(bits);
    }
  }
}

std::string block_name(const execution& run, const block& b, const std::set<std::string>& atomics) {
  const char* name = run.label_of(b.address);
  if (name != nullptr && !atomics.contains(name)) return name;
  return fmt::format("b{}.{}", b.thread, b.ordinal);
}

std::string values::text(const event& e, std::uint64_t bits) const {
  if (pointers_.contains(e.location)) {
    if (bits == 0) return "null";
    const auto* const address = reinterpret_cast<const std::byte*>(bits);
    if (const block* b = run_.memory().find(address)) {
      const auto offset = address - b->address;
      return offset == 0 ? block_name(run_, *b, atomics_)
                         : fmt::format("{}+{}", block_name(run_, *b, atomics_), offset);
    }
    if (const char* name = run_.label_of(address)) return name;
    const auto known = std::find(elsewhere_.begin(), elsewhere_.end(), bits);
    if (known != elsewhere_.end()) return fmt::format("p{}", known - elsewhere_.begin() + 1);
    if (run_.memory().owns(address)) return "a pointer to no block";
  }
  const std::int64_t number = as_signed(bits, e.size);
  if (number < 0 && number >= lowest_negative) return std::to_string(number);
  return std::to_string(bits);
}

}  // namespace suture::report
