#include "model/engine/objects/plain_accesses.hpp"

#include "model/engine/execution.hpp"

namespace suture {

void plain_accesses::plain(const hooks::shadow& s, const void* address, bool write,
                           const hooks::plain_value& value, const sync::site& where) {
  if (run_.over()) return;
  if (write) run_.effect();
  run_.me_->touched = elsewhere;
  if (s.run != run_.number_ || !run_.objects_.stands_at(s, address)) [[unlikely]] {
    return run_.lifetimes_.use_invalid_plain(s, address, where);
  }
  const plain_access access{s.id, address, write, where, value};
  if (!write) run_.loops_.looks_plainly(run_.me_->looked_at, s.id, where);
  if (run_.objects_.plain(s.id).referent != nullptr) [[unlikely]]
    return plain_at_referent(access);
  if (run_.me_->off_record.on()) return;  // it was read so in the recorded round, too
  for (observer* o : run_.observers_) o->on_plain(run_, access);
}

}  // namespace suture
