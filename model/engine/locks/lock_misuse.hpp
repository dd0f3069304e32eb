// What the standard leaves undefined about mutexes and condition variables, told as a finding of
// kind misuse: who did it and where, where the mutex was taken, and what would be right.
//
// Each is decided by what the thread itself has done, or by what happens before, never by the order
// in which a run carries things out: a search carries out one order of many.
#pragma once

#include "model/engine/execution.hpp"

namespace suture::lock_misuse {

// The running thread takes in `mode` what it holds.
finding taken_again(const execution& run, const held_lock& held, lock_mode mode,
                    const sync::site& where);
// The running thread gives back in `mode` what it does not hold, or holds in the other mode.
finding not_held(const execution& run, location_id l, lock_mode mode, const sync::site& where);
// The running thread comes to its end.
finding ends_holding(const execution& run, const held_lock& held);
// The running thread waits on `queue` without `mutex`.
finding waits_without(const execution& run, location_id queue, location_id mutex,
                      const sync::site& where);
// ... with `mutex`, while `other` waits there with another.
finding waits_with_another(const execution& run, location_id queue, location_id mutex,
                           thread_id other, location_id its, const sync::site& its_place,
                           const sync::site& where);

}  // namespace suture::lock_misuse
