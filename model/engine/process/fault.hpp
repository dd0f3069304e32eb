// Crashes of code under test as findings.
//
// SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT raised by code under test, a call of std::terminate,
// and a thread that no longer reaches any operation (watchdog.hpp) end the run with a finding
// instead of the process. The stack it happened on is abandoned without unwinding. Outside of code
// under test the signals mean what they meant before. Calls that would end the process, or start
// an OS thread, are findings in code under test, too (ways_out.cpp).
//
// A crash inside of malloc can leave the allocator locked, and then nothing can go on: the process
// says where it happened and ends as it would have without Suture.
#pragma once

namespace suture {

// Installs the handlers once for the process, and an alternate stack for the calling OS thread.
void install_fault_handlers();

// Makes the linker take in the functions of ways_out.cpp.
void guard_ways_out();

// May memory be had on the calling OS thread? Tries, and gives up where malloc does not return.
bool allocator_works();

class execution;
struct loss;
// Leaves the current thread of the run, which is code under test, for good.
[[noreturn]] void lose_thread(execution& run, const loss& how);

// Ends the process with the signal, as if there were no handlers. Says `last_words` before.
[[noreturn]] void die_of(int signal, const char* last_words);

}  // namespace suture
