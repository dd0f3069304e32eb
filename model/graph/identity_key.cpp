#include "model/graph/identity_key.hpp"

#include "model/rng.hpp"

namespace suture {

namespace {

constexpr identity_key of_main = 1, of_statics = 2, of_referents = 3;

}  // namespace

identity_key mixed(identity_key with, std::uint64_t part) { return rng(with ^ part).next(); }

identity_key key_of_thread(const graph& g, thread_id t) {
  const thread_events& known = g.thread(t);
  if (known.parent == no_thread) return of_main;
  return mixed(key_of_thread(g, known.parent), known.ordinal);
}

identity_key key_of_location(const graph& g, location_id l) {
  const location& at = g.where(l);
  const identity_key maker = at.maker == no_thread ? of_statics : key_of_thread(g, at.maker);
  return mixed(mixed(maker, at.referent ? of_referents : 0), at.ordinal);
}

}  // namespace suture
