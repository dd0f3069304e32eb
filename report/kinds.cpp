#include "report/kinds.hpp"

#include "model/run/finding.hpp"

namespace suture::report {

namespace {

constexpr kind_words all[] = {
    {finding_kind::race,
     "Two threads access plain data, one of them writes, and nothing orders the two."},
    {finding_kind::use_after_free, "Memory or an object is used after its end."},
    {finding_kind::double_free, "Memory or an object is released a second time."},
    {finding_kind::leak, "Memory is still there when nobody can release it any more."},
    {finding_kind::uninitialised_read, "A value is read that nobody has written."},
    {finding_kind::retired_access,
     "An object is used after it was retired, by who may not use it any more."},
    {finding_kind::deadlock, "Threads wait for each other, and none of them can go on."},
    {finding_kind::lost_wakeup, "A thread sleeps for ever: who was to wake it has done so before."},
    {finding_kind::check, "A check or an assertion of the code under test fails."},
    {finding_kind::exception, "An exception leaves the code under test."},
    {finding_kind::crash, "The code under test crashes, or ends its process."},
    {finding_kind::timeout, "A run does not come to its end."},
    {finding_kind::misuse, "A type of sync is used against its rules."},
    {finding_kind::nondeterminism,
     "The same decisions lead to another run: something besides them decides what happens."},
    {finding_kind::not_linearizable,
     "No order of the operations, one after the other, explains what they returned."},
    {finding_kind::lock_imbalance, "An operation ends with a lock more or less than it came with."},
    {finding_kind::no_common_lock,
     "Threads share data and write it, and no lock is held wherever they do."},
};

}  // namespace

std::span<const kind_words> kinds() { return all; }

}  // namespace suture::report
