#include "tests/oracle/execution.hpp"

#include <ostream>

namespace suture::oracle {
namespace {

std::string to_text(const operation_id& id) {
  return "T" + std::to_string(id.thread) + ":" + std::to_string(id.index);
}

std::string rf(const source& from) { return " rf=" + (from ? to_text(*from) : "init"); }

/// Adds `part` to `text`, with `separator` between parts.
void join(std::string& text, const char* separator, const std::string& part) {
  if (!text.empty()) text += separator;
  text += part;
}

}  // namespace

std::string to_text(const place& p) {
  return p.is_mutex ? mutex_name(p.number) : location_name(p.number);
}

std::string to_text(const operation& o) {
  const std::string where = to_text(o.where);
  const std::string read = std::to_string(o.read);
  const std::string written = std::to_string(o.written);
  switch (o.what) {
    case operation::kind::read:
      return "R " + where + "=" + read + rf(o.from) + (o.spurious ? " spurious" : "");
    case operation::kind::write:
      return "W " + where + "=" + written;
    case operation::kind::update:
      return "U " + where + "=" + read + "->" + written + rf(o.from);
    case operation::kind::lock:
      return "lock " + where + rf(o.from);
    case operation::kind::unlock:
      return "unlock " + where;
    case operation::kind::fence:
      return "F";
    case operation::kind::choice:
      return "C " + read;
  }
  return "?";
}

std::string to_text(const execution& e) {
  std::string text;
  for (std::size_t t = 0; t < e.threads.size(); ++t) {
    std::string operations;
    for (const operation& o : e.threads[t]) join(operations, "; ", to_text(o));
    if (e.blocked[t]) join(operations, "; ", "blocked " + to_text(*e.blocked[t]));
    join(text, " | ", "T" + std::to_string(t) + ":" + (operations.empty() ? "" : " ") + operations);
  }
  for (unsigned l = 0; l < e.modification_order.size(); ++l) {
    if (e.modification_order[l].empty()) continue;
    text += " | mo " + location_name(l) + ":";
    for (const operation_id& id : e.modification_order[l]) text += " " + to_text(id);
  }
  return text;
}

std::string to_text(const outcome& o) {
  std::string text;
  for (std::size_t t = 0; t < o.registers.size(); ++t) {
    std::string part = "T" + std::to_string(t) + ":";
    for (std::size_t r = 0; r < o.registers[t].size(); ++r)
      part += " r" + std::to_string(r) + "=" + std::to_string(o.registers[t][r]);
    join(text, " | ", part);
  }
  std::string memory;
  for (unsigned l = 0; l < o.memory.size(); ++l)
    join(memory, " ", location_name(l) + "=" + std::to_string(o.memory[l]));
  join(text, " | ", memory);
  return text;
}

std::ostream& operator<<(std::ostream& out, const outcome& o) { return out << to_text(o); }

}  // namespace suture::oracle
