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

hooks::cell& execution::referent(const hooks::shadow& s, const void* address, std::uint64_t bits,
                                 std::uint8_t bytes, const sync::site& where) {
  if (over()) return nobodys_;
  if (s.run != run_ || !objects_.stands_at(s, address)) {
    use_invalid_plain(s, address, where);
    return nobodys_;
  }
  const plain_life& data = objects_.plain(s.id);
  if (data.referent == nullptr) {
    const location_id l = graph_->referent_of(data.made.thread, data.ordinal, bytes, bits);
    return objects_.add_referent(s.id, hooks::cell{bits, run_, l, bytes});
  }
  return *data.referent;
}

void execution::plain_at_referent(const plain_access& access) {
  hooks::cell& c = *objects_.plain(access.object).referent;
  const location_id l = locate(c, access.where);
  std::uint64_t bits = 0;
  if (access.write) {
    std::memcpy(&bits, access.value.at, access.value.bytes);
  } else {
    bits = graph_->value_of(latest_known(l), l);
    std::memcpy(const_cast<void*>(access.value.at), &bits, access.value.bytes);
  }
  for (observer* o : observers_) o->on_plain(*this, access);
  for (observer* o : observers_) o->on_plain_at_atomic(*this, l, access);
  if (access.write && !mutated("references_share_their_place")) {
    write_plainly(c, bits, access.where);
  }
}

}  // namespace suture
