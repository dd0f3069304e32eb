#pragma once

// Sequential consistency a second time, as Lamport put it: some interleaving of the threads, each
// read giving the last write; and x86-TSO a second time, as such a machine with store buffers.
// Neither knows of relations or axioms, so the two ways check each other.

#include "tests/oracle/enumerate.hpp"

namespace suture::oracle {

/// What enumerate(p, model::sc) must give, by running every interleaving of the program.
outcome_set enumerate_interleavings(const program& p);

/// What enumerate(p, model::tso) must give, by running the machine of Owens, Sarkar and Sewell ("A
/// Better x86 Memory Model: x86-TSO", TPHOLs 2009): each thread has a queue of stores, out of which
/// they come to memory one by one at any time; it reads the newest of its own in there, else
/// memory; what is locked and a seq_cst fence wait until it is empty.
outcome_set enumerate_store_buffers(const program& p);

}  // namespace suture::oracle
