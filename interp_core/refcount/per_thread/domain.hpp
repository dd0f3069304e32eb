// All tables of per-thread counts, and the ids they go by.
#pragma once

#include <algorithm>
#include <exception>
#include <vector>

#include "interp_core/refcount/per_thread.hpp"
#include "interp_core/refcount/per_thread/count_table.hpp"
#include "interp_core/thread/scopes.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// In the place of a stopped world.
template <class World>
struct [[nodiscard]] running_world {
  running_world(World&, typename World::member&) {}
  ~running_world() {}  // not trivial, so that an unused one is no warning
};

// Made before its members, and over the world whose threads they are. Unlike other domains it needs
// more than the runtime, and what its members have counted is settled by release_id alone.
template <class Rules>
class basic_per_thread<Rules>::domain final : public domain_base {
 public:
  using world = typename Rules::world;
  class member;

  domain(runtime& rt, world& all) : rt_(rt), world_(all) {
    sync::label(lock_, "of ids and tables");
    rt_.counts = this;
  }
  ~domain() { rt_.counts = nullptr; }

  // Gives the object an id. By who has made it, before anybody else has a reference.
  void assign_id(target& to) {
    const sync::lock_guard<sync::mutex> lock(lock_);
    to.refcount.id_.set(ids_.assign(to));
    to.refcount.own_.fetch_add(kept_alive, std::memory_order_relaxed);
  }

  // Takes it back; nothing where the object has none. From now on the object's own count is the
  // true one. The caller has a reference to it, and is the thread `me`, attached; the world is
  // stopped meanwhile (_PyObject_DisablePerThreadRefcounting).
  void release_id(member& me, target& of);

  // For checks, where nobody counts: the world is stopped, or no other thread is about.
  std::int64_t true_count(const target& of) {
    const sync::lock_guard<sync::mutex> lock(lock_);
    std::int64_t sum = of.refcount.own_.load(std::memory_order_relaxed);
    if (!of.refcount.has_id()) return sum;
    for (const member* m : members_) sum += m->table_.at(ids::slot_of(of.refcount.id()));
    return sum - kept_alive;
  }

 private:
  friend class basic_per_thread;
  using stopped =
      std::conditional_t<Rules::stops_the_world, stopped_world<world>, running_world<world>>;

  count_table& table() { return mine_.get()->table_; }
  void leave(member& m);

  runtime& rt_;
  world& world_;
  sync::mutex lock_;  // protects these two. Nobody stops, nor is stopped, while holding it
  ids ids_;
  std::vector<member*> members_;
  sync::thread_local_ptr<member> mine_;
};

// The table of the thread that makes it, for as long as it lasts; the thread is attached when it
// begins and when it ends.
template <class Rules>
class basic_per_thread<Rules>::domain::member {
 public:
  member(domain& all, typename world::member& thread) : all_(all), thread_(thread) {
    const sync::lock_guard<sync::mutex> lock(all_.lock_);
    all_.members_.push_back(this);
    all_.mine_.set(this);
  }
  ~member() {
    if (std::uncaught_exceptions() == 0) all_.leave(*this);
  }
  member(const member&) = delete;
  member& operator=(const member&) = delete;

 private:
  friend class domain;

  domain& all_;
  typename world::member& thread_;
  count_table table_;
};

template <class Rules>
void basic_per_thread<Rules>::domain::release_id(member& me, target& of) {
  const stopped others(world_, me.thread_);
  const sync::lock_guard<sync::mutex> lock(lock_);
  basic_per_thread& count = of.refcount;
  if (!count.has_id()) return;
  const std::size_t slot = ids::slot_of(count.id());
  std::int64_t sum = 0;
  for (member* m : members_)
    sum += Rules::empties_tables ? m->table_.take(slot) : m->table_.at(slot);
  ids_.release(count.id());
  count.id_.set(ids::none);
  const std::int64_t before = count.own_.fetch_add(sum - kept_alive, std::memory_order_acq_rel);
  sync::check(before + sum - kept_alive > 0, "who takes an id back has a reference that counts");
}

// Nothing comes to zero by that: whoever is counted in a table has an id.
template <class Rules>
void basic_per_thread<Rules>::domain::leave(member& m) {
  const sync::lock_guard<sync::mutex> lock(lock_);
  mine_.set(nullptr);
  std::erase(members_, &m);
  if (!Rules::merges_at_exit) return;
  for (std::size_t slot = 0; slot < m.table_.length(); ++slot) {
    const std::int64_t counted = m.table_.take(slot);
    if (counted == 0) continue;
    target* const of = ids_.at_slot(slot);
    sync::check(of != nullptr, "nothing is counted for an id that is nobody's");
    of->refcount.own_.fetch_add(counted, std::memory_order_release);
  }
}

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
