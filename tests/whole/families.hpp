// The families there are, each in its file.
#pragma once

#include "tests/whole/operation.hpp"

namespace suture::whole {

family atomics();          // accesses of all orders, fences
family widths();           // atomics of one, two and eight bytes, bool, pointers
family plain_places();     // atomic places used plainly; fences of unequal weight
family notified();         // atomic wait and notify, atomic_flag, park and unpark
family shared_pointers();  // shared_ptr in an atomic, memory of one type
family stops();            // jthread, stop tokens, detached threads
family vars();             // plain data
family mutexes();          // lock, try_lock, unlock, held or not
family shared_mutexes();   // the same, shared
family timed_mutexes();    // recursive ones, time-outs, several at a time
family semaphores();
family latches();      // and barriers
family once_flags();   // call_once
family conditions();   // wait and notify
family futexes();      // wait and wake
family threads();      // threads that threads make and join
family loops();        // that wait, with patience or without end
family slots();        // thread_local_ptr
family blocks();       // allocate, free, retire; make and destroy
family remade();       // objects made anew over live ones
family choices();      // choose, clock, assume
family counts();       // refcounts whose changes are unread
family wides();        // atomics of two words
family references();   // atomic_ref
family requeues();     // futexes with sets of bits, sleepers moved from one to another
family allocations();  // that may fail, and memory that comes again
family deadlines();    // waits up to a moment, sleeping

}  // namespace suture::whole
