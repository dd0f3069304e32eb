// Crashes of code under test as findings.
//
// SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT raised by code under test, a call of std::terminate,
// and a thread that no longer reaches any operation end the run with a finding instead of the
// process. The stack it happened on is abandoned without unwinding. Outside of code under test the
// signals mean what they meant before.
#pragma once

namespace suture {

// Installs the handlers once for the process and an alternate stack for the calling OS thread.
void install_fault_handlers();

class execution;
// From when to when the calling OS thread is watched for runs that compute without end.
void watch_progress(const execution& run);
void forget_progress(const execution& run);

}  // namespace suture
