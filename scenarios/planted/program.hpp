// Programs with a bug planted in each, by which strategies that sample are measured.
//
// Of our own writing, in the shape of SCTBench's (Thomson, Donaldson, Betts, "Concurrency Testing
// Using Controlled Schedulers: An Empirical Study", TOPC 2016), which the papers on such strategies
// are measured by: small programs of threads, locks and shared words, whose bug needs an order that
// a walk rarely comes to. They are for the engine, and their atomics are seq_cst, so that what must
// be found is an interleaving.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace planted {

struct program {
  std::string name;            // "reorder_5"
  std::string_view finding;    // its kind: "check", "deadlock", …
  std::string_view bug;        // what goes wrong, in a few words
  std::function<void()> body;  // one run
};

// All of them, by name.
const std::vector<program>& programs();

// Throws std::invalid_argument for a name that there is not.
const program& program_named(std::string_view name);

// Each adds those of its file.
void add_reorder(std::vector<program>& to);
void add_two_stages(std::vector<program>& to);
void add_buffers(std::vector<program>& to);
void add_drivers(std::vector<program>& to);
void add_accounts(std::vector<program>& to);
void add_queues(std::vector<program>& to);
void add_signals(std::vector<program>& to);
void add_locks(std::vector<program>& to);

}  // namespace planted
