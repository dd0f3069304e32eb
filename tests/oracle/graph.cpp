#include "tests/oracle/graph.hpp"

#include <initializer_list>

namespace suture::oracle {
namespace {

using std::memory_order;
using kind = operation::kind;

bool is_one_of(memory_order order, std::initializer_list<memory_order> orders) {
  for (const memory_order o : orders)
    if (o == order) return true;
  return false;
}

bool is_acquire(memory_order order) {
  return is_one_of(
      order, {std::memory_order_acquire, std::memory_order_acq_rel, std::memory_order_seq_cst});
}

bool is_release(memory_order order) {
  return is_one_of(
      order, {std::memory_order_release, std::memory_order_acq_rel, std::memory_order_seq_cst});
}

bool has_read(const operation& o) {
  return o.what == kind::read || o.what == kind::update || o.what == kind::lock;
}

bool has_write(const operation& o) {
  return o.what == kind::write || o.what == kind::update || o.what == kind::lock ||
         o.what == kind::unlock;
}

bool rmw_half(const operation& o) { return has_read(o) && has_write(o); }

std::size_t event_count(const operation& o) {
  if (o.what == kind::fence) return 1;
  return std::size_t{has_read(o)} + std::size_t{has_write(o)};  // none for a choice
}

std::size_t event_count(const program& p, const execution& e) {
  std::size_t count = p.locations.size() + p.mutexes;
  for (const auto& thread : e.threads)
    for (const operation& o : thread) count += event_count(o);
  return count;
}

std::size_t place_of(const operation& o, std::size_t location_count) {
  return o.where.is_mutex ? location_count + o.where.number : o.where.number;
}

}  // namespace

graph::graph(const program& p, const execution& e)
    : size(event_count(p, e)),
      po(size),
      rf(size),
      rmw(size),
      same_location(size),
      writes_to(p.locations.size() + p.mutexes, 0),
      written(size, 0),
      origin(size) {
  add_initial_writes(p);
  add_threads(e, p.locations.size());
  add_reads_from(e, p.locations.size());
}

void graph::add_initial_writes(const program& p) {
  for (event place = 0; place < writes_to.size(); ++place) {
    writes |= single(place);
    writes_to[place] = single(place);
    if (place < p.locations.size()) written[place] = p.locations[place];
  }
}

void graph::add_threads(const execution& e, std::size_t location_count) {
  const event_set initial = writes;
  std::vector<event_set> accesses = writes_to;
  event next = writes_to.size();
  for (unsigned t = 0; t < e.threads.size(); ++t) {
    event_set before = initial;
    events_of_.emplace_back();
    for (unsigned i = 0; i < e.threads[t].size(); ++i) {
      const operation& o = e.threads[t][i];
      events_of_[t].push_back(add_operation(o, next));
      for (const event end = next + event_count(o); next < end; ++next) {
        for_each(before, [&](event earlier) { po.add(earlier, next); });
        before |= single(next);
        origin[next] = {t, i};
        if (o.what == kind::fence) continue;
        const std::size_t place = place_of(o, location_count);
        accesses[place] |= single(next);
        writes_to[place] |= writes & single(next);
      }
    }
  }
  for (const event_set set : accesses) same_location = same_location | product(size, set, set);
}

graph::halves graph::add_operation(const operation& o, event first) {
  halves result{.read = size, .write = size};
  event next = first;
  if (o.what == kind::fence) fences |= single(next++);
  if (has_read(o)) reads |= single(result.read = next++);
  if (has_write(o)) writes |= single(result.write = next++);
  if (has_write(o)) written[result.write] = o.written;
  if (has_read(o) && has_write(o)) rmw.add(result.read, result.write);
  for (event e = first; e < next; ++e) {
    if (o.plain) plain |= single(e);
    if (o.compares || rmw_half(o) || (o.what == kind::write && o.order == memory_order::seq_cst))
      locked |= single(e);
    const bool only_reads = contains(reads, e);
    const bool only_writes = contains(writes, e);
    if (is_acquire(o.order) && !only_writes) acquires |= single(e);
    if (is_release(o.order) && !only_reads) releases |= single(e);
    if (o.order == std::memory_order_seq_cst) seq_cst |= single(e);
  }
  return result;
}

void graph::add_reads_from(const execution& e, std::size_t location_count) {
  for (unsigned t = 0; t < e.threads.size(); ++t) {
    for (unsigned i = 0; i < e.threads[t].size(); ++i) {
      const operation& o = e.threads[t][i];
      if (!has_read(o)) continue;
      const event write =
          o.from ? events_of_[o.from->thread][o.from->index].write : place_of(o, location_count);
      rf.add(write, events_of_[t][i].read);
    }
  }
}

}  // namespace suture::oracle
