#include <ostream>

#include "tests/oracle/program.hpp"

namespace suture::oracle {
namespace {

const char* name(std::memory_order order) {
  switch (order) {
    case std::memory_order_relaxed:
      return "rlx";
    case std::memory_order_consume:
      return "con";
    case std::memory_order_acquire:
      return "acq";
    case std::memory_order_release:
      return "rel";
    case std::memory_order_acq_rel:
      return "acq_rel";
    case std::memory_order_seq_cst:
      return "sc";
  }
  return "?";
}

std::string reg(unsigned number) { return "r" + std::to_string(number); }

std::string to_text(const expression& e) {
  if (!e.base) return std::to_string(e.constant);
  return reg(*e.base) + (e.constant == 0 ? "" : "+" + std::to_string(e.constant));
}

std::string compare_exchange(const instruction& i) {
  return reg(i.result) + "," + reg(i.flag) + " = " + location_name(i.location) +
         (i.what == action::cas_weak ? ".cas_weak(" : ".cas_strong(") + std::to_string(i.constant) +
         " -> " + to_text(i.operand) + ", " + name(i.order) + ", " + name(i.failure) +
         (i.spurious ? ", may fail)" : ")");
}

}  // namespace

std::string location_name(unsigned location) {
  static const char* const names[] = {"x", "y", "z", "w"};
  return location < 4 ? names[location] : "v" + std::to_string(location);
}

std::string mutex_name(unsigned mutex) { return "m" + std::to_string(mutex); }

std::string to_text(const instruction& i) {
  const std::string where = location_name(i.location);
  const std::string order = i.plain ? "plain" : name(i.order);
  switch (i.what) {
    case action::load:
      return reg(i.result) + " = " + where + ".load(" + order + ")";
    case action::store:
      return where + ".store(" + to_text(i.operand) + ", " + order + ")";
    case action::fetch_add:
      return reg(i.result) + " = " + where + ".fetch_add(" + to_text(i.operand) + ", " + order +
             ")";
    case action::exchange:
      return reg(i.result) + " = " + where + ".exchange(" + to_text(i.operand) + ", " + order + ")";
    case action::cas_strong:
    case action::cas_weak:
      return compare_exchange(i);
    case action::fence:
      return "fence(" + order + ")";
    case action::lock:
      return mutex_name(i.location) + ".lock()";
    case action::unlock:
      return mutex_name(i.location) + ".unlock()";
    case action::await:
      return "await(" + where + " == " + std::to_string(i.constant) + ", " + order + ")";
    case action::choose:
      return reg(i.result) + " = choose(" + std::to_string(i.constant) + ")";
    case action::skip_if:
      return "if (" + reg(i.result) + " == " + std::to_string(i.constant) + ") skip " +
             std::to_string(i.skip);
    case action::add_unread:
      return where + ".add_unread(" + to_text(i.operand) + ", " + order + ")";
    case action::sub_and_test:
      return reg(i.flag) + " = " + where + ".sub_and_test(" + to_text(i.operand) + ", " + order +
             ")";
  }
  return "?";
}

std::string to_text(const program& p) {
  std::string text;
  for (unsigned l = 0; l < p.locations.size(); ++l)
    text += location_name(l) + "=" + std::to_string(p.locations[l]) + " ";
  text += "mutexes=" + std::to_string(p.mutexes) + "\n";
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    text += "thread " + std::to_string(t) + ":\n";
    for (const instruction& i : p.threads[t]) text += "  " + to_text(i) + "\n";
  }
  return text;
}

std::ostream& operator<<(std::ostream& out, const program& p) { return out << to_text(p); }

}  // namespace suture::oracle
