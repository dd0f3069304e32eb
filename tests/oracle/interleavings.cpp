#include "tests/oracle/interleavings.hpp"

#include <deque>
#include <set>

namespace suture::oracle {
namespace {

using kind = operation::kind;

/// A location or mutex while the program runs.
struct cell {
  value_type value = 0;
  source last_write{};
};

/// A store on its way.
struct pending {
  place where;
  cell what;
};

/// The whole machine between two steps.
struct machine {
  std::vector<std::size_t> next;  // instruction, per thread
  std::vector<std::deque<pending>> buffers;
  std::vector<cell> locations, mutexes;
  outcome left;
  execution trace;
};

class runner {
 public:
  runner(const program& p, bool buffers) : program_(p), buffers_(buffers) {}

  outcome_set run() {
    machine start;
    const std::size_t threads = program_.threads.size();
    start.next.resize(threads);
    start.buffers.resize(threads);
    start.trace.threads.resize(threads);
    start.trace.blocked.resize(threads);
    start.trace.modification_order.resize(program_.locations.size());
    for (const value_type value : program_.locations) start.locations.push_back({.value = value});
    start.mutexes.resize(program_.mutexes);
    for (const auto& thread : program_.threads)
      start.left.registers.emplace_back(register_count(thread));
    step(start);
    return std::move(found_);
  }

 private:
  /// What a machine goes on to do follows from this.
  static std::string key(const machine& now) {
    std::string text = to_text(now.trace);
    for (const std::size_t n : now.next) text += " " + std::to_string(n);
    for (const auto& b : now.buffers) text += " " + std::to_string(b.size());
    return text;
  }

  void step(const machine& now) {
    if (buffers_ && !seen_.insert(key(now)).second) return;
    bool moved = false;
    bool finished = true;
    for (unsigned t = 0; t < now.next.size(); ++t) {
      if (!now.buffers[t].empty()) {
        moved = true;
        machine after = now;
        reach_memory(after, after.buffers[t].front());
        after.buffers[t].pop_front();
        step(after);
      }
      if (now.next[t] >= program_.threads[t].size()) continue;
      finished = false;
      const instruction& i = program_.threads[t][now.next[t]];
      if (is_blocked(now, t, i)) continue;
      moved = true;
      for (unsigned way = 0; way < ways(now, i); ++way) {
        machine after = now;
        ++after.next[t];
        execute(after, t, i, way);
        step(after);
      }
    }
    if (!moved) record(now, finished);
  }

  static bool is_blocked(const machine& now, unsigned t, const instruction& i) {
    if (!now.buffers[t].empty() && empties_buffer(i)) return true;
    if (i.what == action::lock) return now.mutexes[i.location].value != 0;
    return i.what == action::await && visible(now, t, i.location).value != i.constant;
  }

  static bool empties_buffer(const instruction& i) {
    switch (i.what) {
      case action::load:
      case action::await:
      case action::choose:
      case action::skip_if:
      case action::unlock:
        return false;
      case action::store:
      case action::fence:
        return i.order == std::memory_order_seq_cst;
      default:
        return true;
    }
  }

  /// What a thread sees of a location.
  static const cell& visible(const machine& now, unsigned t, unsigned location) {
    const auto& own = now.buffers[t];
    for (auto newest = own.rbegin(); newest != own.rend(); ++newest)
      if (newest->where == place{false, location}) return newest->what;
    return now.locations[location];
  }

  static void reach_memory(machine& m, const pending& store) {
    (store.where.is_mutex ? m.mutexes : m.locations)[store.where.number] = store.what;
    if (!store.where.is_mutex)
      m.trace.modification_order[store.where.number].push_back(*store.what.last_write);
  }

  /// A choice has its alternatives; a weak compare-exchange that would succeed may fail as well.
  /// (It is locked, so what it sees is memory.)
  static unsigned ways(const machine& now, const instruction& i) {
    if (i.what == action::choose) return i.constant;
    return i.spurious && now.locations[i.location].value == i.constant ? 2 : 1;
  }

  void execute(machine& m, unsigned t, const instruction& i, unsigned way) {
    std::vector<value_type>& registers = m.left.registers[t];
    const value_type operand =
        (i.operand.base ? registers[*i.operand.base] : 0) + i.operand.constant;
    switch (i.what) {
      case action::load:
        registers[i.result] = read(m, t, i);
        break;
      case action::await:
        read(m, t, i);
        break;
      case action::store:
        write(m, t, i, operand);
        break;
      case action::fetch_add:
        registers[i.result] = update(m, t, i, operand, true);
        break;
      case action::add_unread:
        update(m, t, i, operand, true);
        break;
      case action::exchange:
        registers[i.result] = update(m, t, i, operand, false);
        break;
      case action::sub_and_test:
        registers[i.flag] = update(m, t, i, 0 - operand, true) == operand ? 1 : 0;
        break;
      case action::cas_strong:
      case action::cas_weak: {
        const bool matches = m.locations[i.location].value == i.constant;
        registers[i.flag] = matches && way == 0 ? 1 : 0;
        registers[i.result] =
            registers[i.flag] == 1 ? update(m, t, i, operand, false) : read(m, t, i);
        m.trace.threads[t].back().spurious = way == 1;
        break;
      }
      case action::fence:
        m.trace.threads[t].push_back({.what = kind::fence});
        break;
      case action::choose:
        registers[i.result] = way;
        m.trace.threads[t].push_back({.what = kind::choice, .read = way});
        break;
      case action::skip_if:
        if (registers[i.result] == i.constant) m.next[t] += i.skip;
        break;
      case action::lock:
      case action::unlock:
        set_mutex(m, t, i);
        break;
    }
  }

  static value_type read(machine& m, unsigned t, const instruction& i) {
    const cell& c = visible(m, t, i.location);
    m.trace.threads[t].push_back(
        {.what = kind::read, .where = {false, i.location}, .read = c.value, .from = c.last_write});
    return c.value;
  }

  /// At once where there is no buffer, or nothing may stay in it.
  void write(machine& m, unsigned t, const instruction& i, value_type value) {
    const operation_id me{t, static_cast<unsigned>(m.trace.threads[t].size())};
    m.trace.threads[t].push_back(
        {.what = kind::write, .where = {false, i.location}, .written = value});
    leave(m, t, i, {{false, i.location}, {value, me}});
  }

  void leave(machine& m, unsigned t, const instruction& i, const pending& store) {
    if (buffers_ && !empties_buffer(i)) {
      m.buffers[t].push_back(store);
    } else {
      reach_memory(m, store);
    }
  }

  /// Adds to the location or replaces its value; gives the old one.
  value_type update(machine& m, unsigned t, const instruction& i, value_type operand, bool adds) {
    const cell before = m.locations[i.location];
    write(m, t, i, adds ? before.value + operand : operand);
    operation& o = m.trace.threads[t].back();
    o.what = kind::update;
    o.read = before.value;
    o.from = before.last_write;
    return before.value;
  }

  void set_mutex(machine& m, unsigned t, const instruction& i) {
    const cell& mutex = m.mutexes[i.location];
    const bool locks = i.what == action::lock;
    const operation_id me{t, static_cast<unsigned>(m.trace.threads[t].size())};
    m.trace.threads[t].push_back({.what = locks ? kind::lock : kind::unlock,
                                  .where = {true, i.location},
                                  .from = locks ? mutex.last_write : std::nullopt});
    leave(m, t, i, {{true, i.location}, {locks ? 1u : 0u, me}});
  }

  void record(machine now, bool finished) {
    for (const cell& c : now.locations) now.left.memory.push_back(c.value);
    for (std::size_t t = 0; t < now.next.size(); ++t) {
      if (now.next[t] >= program_.threads[t].size()) continue;
      const instruction& i = program_.threads[t][now.next[t]];
      now.trace.blocked[t] = place{i.what == action::lock, i.location};
    }
    (finished ? found_.complete : found_.blocked).insert(to_text(now.trace));
    (finished ? found_.outcomes : found_.blocked_outcomes).insert(now.left);
  }

  const program& program_;
  const bool buffers_;
  std::set<std::string> seen_;
  outcome_set found_;
};

}  // namespace

outcome_set enumerate_interleavings(const program& p) { return runner(p, false).run(); }

outcome_set enumerate_store_buffers(const program& p) { return runner(p, true).run(); }

}  // namespace suture::oracle
