#include "tests/oracle/unfold.hpp"

#include <set>

#include "tests/oracle/step.hpp"

namespace suture::oracle {
namespace {

using kind = operation::kind;
using state = std::vector<thread_state>;

/// Does an update read this write?
bool is_updated(const state& now, const place& where, const source& from) {
  for (const thread_state& t : now)
    for (const operation& o : t.operations)
      if ((o.what == kind::update || o.what == kind::lock) && o.where == where && o.from == from)
        return true;
  return false;
}

/// What the threads did follows from where their reads read from and from their choices.
std::string key(const state& now) {
  std::string text;
  const auto add = [&text](std::size_t n) { text += static_cast<char>(n); };
  for (const thread_state& t : now) {
    add(t.operations.size());
    for (const operation& o : t.operations) {
      add(o.from ? o.from->thread + 1 : 0);
      add(o.from ? o.from->index : 0);
      add(o.what == kind::choice ? o.read : o.spurious);
    }
  }
  return text;
}

/// po ∪ rf is acyclic, so every graph arises by adding one operation at a time, each read reading
/// from a write already there. One graph arises in many such orders; remembering those seen makes
/// each count once.
class unfolder {
 public:
  unfolder(const program& p, const std::function<void(const unfolding&)>& visit,
           const std::function<bool(const execution&)>& hopeless)
      : program_(p), visit_(visit), hopeless_(hopeless) {}

  void run() {
    state start(program_.threads.size());
    for (std::size_t t = 0; t < start.size(); ++t)
      start[t].registers.resize(register_count(program_.threads[t]));
    explore(std::move(start));
  }

 private:
  const instruction* next_of(const state& now, std::size_t t) const {
    const auto& code = program_.threads[t];
    return now[t].next < code.size() ? &code[now[t].next] : nullptr;
  }

  void explore(state now) {
    // What is not a read is part of every graph that extends this one: it may be added at once.
    for (std::size_t t = 0; t < now.size(); ++t) {
      while (const instruction* i = next_of(now, t)) {
        if (reads(*i)) break;
        if (i->what == action::choose) return explore_choices(now, t, *i);
        add_local(now[t], *i);
      }
    }
    if (!seen_.insert(key(now)).second || hopeless_(run_of(now))) return;
    report(now);
    for (std::size_t t = 0; t < now.size(); ++t)
      if (const instruction* i = next_of(now, t)) explore_reads(now, t, *i);
  }

  void explore_choices(const state& now, std::size_t t, const instruction& i) {
    for (value_type alternative = 0; alternative < i.constant; ++alternative) {
      state after = now;
      add_choice(after[t], i, alternative);
      explore(std::move(after));
    }
  }

  void explore_reads(const state& now, std::size_t t, const instruction& i) {
    for (const written_value& write : writes_to(now, place_of(i))) {
      for (const read_result& result : ways_to_read(now[t], i, write)) {
        state after = now;
        add_read(after[t], i, result);
        explore(std::move(after));
      }
    }
  }

  std::vector<written_value> writes_to(const state& now, const place& where) const {
    std::vector<written_value> result;
    const auto add = [&](const source& from, value_type value) {
      result.push_back({from, value, is_updated(now, where, from)});
    };
    add(std::nullopt, where.is_mutex ? 0 : program_.locations[where.number]);
    for (unsigned t = 0; t < now.size(); ++t) {
      for (unsigned i = 0; i < now[t].operations.size(); ++i) {
        const operation& o = now[t].operations[i];
        const bool writes = o.what != kind::read && o.what != kind::fence && o.what != kind::choice;
        if (writes && o.where == where) add(operation_id{t, i}, o.written);
      }
    }
    return result;
  }

  static execution run_of(const state& now) {
    execution run;
    for (const thread_state& t : now) run.threads.push_back(t.operations);
    run.blocked.resize(now.size());
    return run;
  }

  void report(const state& now) const {
    unfolding u{.run = run_of(now)};
    for (std::size_t t = 0; t < now.size(); ++t) {
      u.registers.push_back(now[t].registers);
      u.wanted.push_back(0);
      if (const instruction* i = next_of(now, t)) {
        if (i->what != action::lock && i->what != action::await) return;
        u.run.blocked[t] = place_of(*i);
        u.wanted[t] = i->constant;
      }
    }
    visit_(u);
  }

  const program& program_;
  const std::function<void(const unfolding&)>& visit_;
  const std::function<bool(const execution&)>& hopeless_;
  std::set<std::string> seen_;
};

}  // namespace

void unfold(const program& p, const std::function<void(const unfolding&)>& visit,
            const std::function<bool(const execution&)>& hopeless) {
  unfolder(p, visit, hopeless).run();
}

}  // namespace suture::oracle
