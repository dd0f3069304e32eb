#include "tests/oracle/axioms.hpp"

#include <stdexcept>
#include <string>

namespace suture::oracle {
namespace {

/// mo ∪ rf ∪ rb, and rb = rf⁻¹; mo.
struct communication {
  communication(const graph& g, const relation& mo)
      : rb(compose(inverse(g.rf), mo)), any(g.rf | mo | rb) {}
  relation rb, any;
};

bool atomic_updates(const graph& g, const communication& c, const relation& mo) {
  return empty(g.rmw & compose(c.rb, mo));
}

/// psc = psc_base ∪ psc_F (the paper's section 3.4 and figure 4).
relation partial_sc(const graph& g, const relation& hb, const relation& eco, const relation& mo,
                    const relation& rb) {
  const relation sc = identity(g.size, g.seq_cst);
  const relation sc_fence = identity(g.size, g.seq_cst & g.fences);
  const relation po_elsewhere = g.po - g.same_location;
  const relation scb =
      g.po | compose(po_elsewhere, hb, po_elsewhere) | (hb & g.same_location) | mo | rb;
  const relation base =
      compose(sc | compose(sc_fence, optional(hb)), scb, sc | compose(optional(hb), sc_fence));
  const relation fence = compose(sc_fence, hb | compose(hb, eco, hb), sc_fence);
  return base | fence;
}

}  // namespace

relation happens_before(const graph& g) {
  const relation acquire = identity(g.size, g.acquires);
  const relation release = identity(g.size, g.releases);
  const relation fence = identity(g.size, g.fences);
  const relation read = identity(g.size, g.reads);
  const relation write = identity(g.size, g.writes);
  const relation release_sequence = compose(write, optional(closure(compose(g.rf, g.rmw))));
  const relation synchronizes_with =
      compose(release, optional(compose(fence, g.po)), release_sequence, g.rf, read,
              optional(compose(g.po, fence)), acquire);
  return closure(g.po | synchronizes_with);
}

bool consistent_rc11(const graph& g, const relation& hb, const relation& mo) {
  const communication c(g, mo);
  const relation eco = closure(c.any);
  const bool coherent = irreflexive(compose(hb, optional(eco)));
  if (!coherent || !atomic_updates(g, c, mo)) return false;
  if (!acyclic(g.po | g.rf)) return false;  // no thin air
  if (g.seq_cst == 0) return true;          // psc relates SC events only
  return acyclic(partial_sc(g, hb, eco, mo, c.rb));
}

bool is_racy(const graph& g, const relation& hb) {
  if (g.plain == 0) return false;
  const event_set all = g.reads | g.writes;
  const relation conflicts = g.same_location &
                             (product(g.size, g.plain, all) | product(g.size, all, g.plain)) &
                             (product(g.size, g.writes, all) | product(g.size, all, g.writes));
  return !empty((conflicts - hb - inverse(hb)) - identity(g.size, all));
}

bool consistent_tso(const graph& g, const relation& mo) {
  const communication c(g, mo);
  const bool per_location = acyclic((g.po & g.same_location) | c.any);
  if (!per_location || !atomic_updates(g, c, mo)) return false;
  const event_set accesses = g.reads | g.writes;
  const relation po = g.po & product(g.size, accesses, accesses);
  const relation ppo = po - product(g.size, g.writes, g.reads);
  const relation implied =
      po & (product(g.size, g.locked, accesses) | product(g.size, accesses, g.locked));
  const relation mfence = compose(g.po, identity(g.size, g.fences & g.seq_cst), g.po);
  const relation rfe = g.rf - g.po;
  return acyclic(ppo | implied | mfence | rfe | mo | c.rb);
}

bool consistent_sc(const graph& g, const relation& mo) {
  const communication c(g, mo);
  return acyclic(g.po | c.any) && atomic_updates(g, c, mo);
}

bool consistent(model m, const graph& g, const relation& hb, const relation& mo) {
  switch (m) {
    case model::sc:
      return consistent_sc(g, mo);
    case model::tso:
      return consistent_tso(g, mo);
    case model::rc11:
      break;
  }
  return consistent_rc11(g, hb, mo);
}

model model_named(std::string_view name) {
  if (name == "sc") return model::sc;
  if (name == "tso") return model::tso;
  if (name == "rc11") return model::rc11;
  throw std::invalid_argument("no definition of memory model " + std::string(name));
}

}  // namespace suture::oracle
