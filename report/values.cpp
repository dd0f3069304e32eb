#include "report/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <fstream>

#include "model/graph/wide_values.hpp"

namespace suture::report {

namespace {

// Numbers down to this are written with a sign: -1 is a sentinel more often than a maximum.
constexpr std::int64_t lowest_negative = -65536;
constexpr std::uint64_t lowest_address = 0x10000;

std::int64_t as_signed(std::uint64_t bits, std::uint8_t bytes) {
  const unsigned unused = 64U - 8U * std::min<unsigned>(bytes, 8);
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

std::uint32_t low_half(std::uint64_t bits) { return static_cast<std::uint32_t>(bits); }

}  // namespace

values::values(const run_view& run) : run_(run) {
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
  for (location_id l = 0; l < g.location_count(); ++l) atomics_.insert(run.objects().name_of(l));
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
  if (size > sizeof(std::uint64_t)) {
    for (const std::uint64_t word : wide_values::value_of(bits)) note_pointer(word);
  }
  if (size != sizeof(void*)) return;
  if (run_.memory().owns(reinterpret_cast<const void*>(bits)) || mapped(bits)) {
    pointers_.insert(l);
    note_pointer(bits);
  }
}

void values::note_pointer(std::uint64_t bits) {
  if (run_.memory().owns(reinterpret_cast<const void*>(bits)) || !mapped(bits)) return;
  if (std::find(elsewhere_.begin(), elsewhere_.end(), bits) == elsewhere_.end()) {
    elsewhere_.push_back(bits);
  }
}

std::string block_name(const run_view& run, const block& b, const std::set<std::string>& atomics) {
  if (b.label != object_labels::none) return run.objects().labels().text(b.label);
  const std::string name = run.objects().name_at(b.address);
  if (!name.empty() && !atomics.contains(name)) return name;
  return fmt::format("b{}.{}", b.thread, b.ordinal);
}

std::string values::pointer_text(std::uint64_t bits) const {
  if (bits == 0) return "null";
  const auto* const address = reinterpret_cast<const std::byte*>(bits);
  if (const block* b = run_.memory().find(address)) {
    const auto offset = address - b->address;
    return offset == 0 ? block_name(run_, *b, atomics_)
                       : fmt::format("{}+{}", block_name(run_, *b, atomics_), offset);
  }
  if (std::string name = run_.objects().name_at(address); !name.empty()) return name;
  if (const auto known = pointees_.find(bits); known != pointees_.end()) return known->second;
  const auto known = std::find(elsewhere_.begin(), elsewhere_.end(), bits);
  if (known != elsewhere_.end()) return fmt::format("p{}", known - elsewhere_.begin() + 1);
  return run_.memory().owns(address) ? "a pointer to no block" : "";
}

// "{b1.0, 3}": the two words of a value that is wider than an event.
std::string values::wide_text(std::uint64_t number) const {
  std::string text;
  for (const std::uint64_t word : wide_values::value_of(number)) {
    const bool points = run_.memory().owns(reinterpret_cast<const void*>(word)) || mapped(word);
    const std::string pointee = points ? pointer_text(word) : std::string();
    text += fmt::format("{}{}", text.empty() ? "{" : ", ",
                        pointee.empty() ? std::to_string(word) : pointee);
  }
  return text + "}";
}

std::string values::text(const event& e, std::uint64_t bits) const {
  if (e.size > sizeof(std::uint64_t)) return wide_text(bits);
  if (run_.objects().kind_of(e.location) == primitive::floating_atomic) {
    return text(hooks::value_kind::floating, e.size, bits);
  }
  if (pointers_.contains(e.location)) {
    if (std::string pointee = pointer_text(bits); !pointee.empty()) return pointee;
  }
  const std::int64_t number = as_signed(bits, e.size);
  if (number < 0 && number >= lowest_negative) return std::to_string(number);
  return std::to_string(bits);
}

std::string values::text(hooks::value_kind kind, std::uint8_t bytes, std::uint64_t bits) const {
  switch (kind) {
    case hooks::value_kind::boolean:
      return bits != 0 ? "true" : "false";
    case hooks::value_kind::signed_number:
      return std::to_string(as_signed(bits, bytes));
    case hooks::value_kind::unsigned_number:
      return bytes > sizeof bits ? wide_text(bits) : std::to_string(bits);
    case hooks::value_kind::floating:
      return bytes == sizeof(float) ? fmt::format("{}", std::bit_cast<float>(low_half(bits)))
                                    : fmt::format("{}", std::bit_cast<double>(bits));
    case hooks::value_kind::pointer: {
      const std::string pointee = pointer_text(bits);
      return pointee.empty() ? "a pointer to no object" : pointee;
    }
    case hooks::value_kind::opaque:
      break;
  }
  return {};
}

}  // namespace suture::report
