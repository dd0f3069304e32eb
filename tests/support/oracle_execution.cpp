#include "tests/support/oracle_execution.hpp"

#include <stdexcept>

namespace suture::testing {

using oracle::operation_id;
using oracle::value_type;

namespace {

// The operation that each event belongs to.
using names = std::vector<oracle::source>;

const std::vector<oracle::operation> no_plain_accesses;

bool is_choice(const oracle::operation& o) { return o.what == oracle::operation::kind::choice; }

// The k-th object that the main thread made.
location_id location_of(const graph& g, std::size_t k) {
  const std::vector<location_id>& made = g.thread(0).made;
  return k < made.size() ? made[k] : no_location;
}

// Names what the operations read from, and checks that they read what was written there.
void resolve(const graph& g, const oracle::program& p, const std::vector<read_thread>& threads,
             const names& name_of, oracle::execution& result) {
  for (std::size_t t = 0; t < threads.size(); ++t) {
    for (std::size_t k = 0; k < threads[t].operations.size(); ++k) {
      const event_id id = threads[t].operations[k].first;
      oracle::operation& o = result.threads[t][k];
      if (id == no_event || !g[id].is_read() || is_choice(o)) continue;
      value_type written = 0;
      if (g[id].rf != init_event) {
        if (g[id].rf >= g.size() || !name_of[g[id].rf]) {
          throw std::logic_error("a read from no operation");
        }
        o.from = name_of[g[id].rf];
        written = result.threads[o.from->thread][o.from->index].written;
      } else if (!o.where.is_mutex) {
        written = p.locations[o.where.number];
      }
      if (written != o.read) throw std::logic_error("a read of what was not written");
    }
  }
}

std::vector<operation_id> modification_order(const graph& g, location_id l, const names& name_of,
                                             const oracle::execution& result) {
  std::vector<operation_id> order;
  for (const event_id id : g.where(l).mo) {
    if (id == init_event) continue;
    if (!name_of[id]) throw std::logic_error("a write of no operation");
    const operation_id name = *name_of[id];
    if (!is_choice(result.threads[name.thread][name.index])) order.push_back(name);
  }
  return order;
}

}  // namespace

oracle::execution to_oracle_execution(const graph& g, const oracle::program& p, refcounts shown,
                                      const plain_record& plain) {
  oracle::execution result;
  std::vector<read_thread> threads;
  names name_of(g.size());
  for (unsigned t = 0; t < p.threads.size(); ++t) {
    threads.push_back(
        read_along(g, p, t, shown, plain.accesses.empty() ? no_plain_accesses : plain.accesses[t]));
    result.threads.emplace_back();
    for (const read_operation& r : threads.back().operations) {
      const operation_id name{t, static_cast<unsigned>(result.threads.back().size())};
      if (r.first != no_event) name_of[r.first] = name;
      if (r.write != no_event) name_of[r.write] = name;
      result.threads.back().push_back(r.made);
    }
    result.blocked.push_back(threads.back().blocked);
  }
  resolve(g, p, threads, name_of, result);
  result.modification_order.resize(p.locations.size());
  for (std::size_t k = 0; k < p.locations.size(); ++k) {
    const location_id l = location_of(g, k);
    if (l == no_location) continue;
    result.modification_order[k] = modification_order(g, l, name_of, result);
    if (!plain.writes.empty() && !plain.writes[k].empty()) {
      result.modification_order[k] = plain.writes[k];
    }
  }
  return result;
}

std::vector<value_type> final_memory(const graph& g, const oracle::program& p,
                                     const plain_record& plain) {
  std::vector<value_type> memory = p.locations;
  for (std::size_t k = 0; k < memory.size(); ++k) {
    const location_id l = location_of(g, k);
    if (l == no_location) continue;
    memory[k] = static_cast<value_type>(g.where(l).counts.empty() ? g.value_of(g.latest(l), l)
                                                                  : g.sum_of_counts(l));
  }
  for (std::size_t k = 0; k < plain.writes.size(); ++k) {
    if (plain.writes[k].empty()) continue;
    const operation_id last = plain.writes[k].back();
    for (const oracle::operation& o : plain.accesses[last.thread]) {
      if (o.where.number == k && o.what == oracle::operation::kind::write) memory[k] = o.written;
    }
  }
  return memory;
}

}  // namespace suture::testing
