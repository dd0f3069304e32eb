// Plain data that is accessed atomically, too (sync::atomic_ref).
//
// It becomes a location of the graph where the first atomic access to it is made. Plain accesses
// before that one are ordered before it or race with it, so that its value then is the same in
// every order; from then on plain accesses are treated as those to the place of an atomic
// (plain_at_atomic.cpp). Its identity is its maker and how many plain data that one had made.
#include <cstring>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

hooks::cell& plain_accesses::referent(const hooks::shadow& s, const void* address,
                                      std::uint64_t bits, std::uint8_t bytes,
                                      const sync::site& where) {
  if (run_.over()) return nobodys_;
  if (s.run != run_.number_ || !run_.objects_.stands_at(s, address)) {
    run_.lifetimes_.use_invalid_plain(s, address, where);
    return nobodys_;
  }
  const plain_life& data = run_.objects_.plain(s.id);
  if (data.referent == nullptr) {
    const location_id l = run_.graph_->referent_of(data.made.thread, data.ordinal, bytes, bits);
    return run_.objects_.add_referent(s.id, hooks::cell{bits, run_.number_, l, bytes});
  }
  return *data.referent;
}

void plain_accesses::plain_at_referent(const plain_access& access) {
  hooks::cell& c = *run_.objects_.plain(access.object).referent;
  const location_id l = run_.lifetimes_.locate(c, access.where);
  std::uint64_t bits = 0;
  if (access.write) {
    std::memcpy(&bits, access.value.at, access.value.bytes);
  } else {
    bits = run_.graph_->value_of(run_.latest_known(l), l);
    std::memcpy(const_cast<void*>(access.value.at), &bits, access.value.bytes);
  }
  for (observer* o : run_.observers_) o->on_plain(run_, access);
  for (observer* o : run_.observers_) o->on_plain_at_atomic(run_, l, access);
  if (access.write && !mutated("references_share_their_place")) {
    write_plainly(c, bits, access.where);
  }
}

}  // namespace suture
