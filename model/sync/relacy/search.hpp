// Relacy's searches behind one function, and the places where they call back.
//
// Relacy takes the number of threads and the scheduler as template parameters, at about a second
// of compile time each, so every combination is instantiated once, in search.cpp.
#pragma once

#include <string>

#include "model/sync/relacy/library.hpp"

namespace suture::relacy {

// Searches on from `state` until there is nothing left to try (success), a failure, or rl_until;
// `state` is then where it stopped. `threads` (0 to 4) besides the main one; params.search_type is
// the scheduler. Does not catch what verify_failed throws.
rl::test_result_e search(unsigned threads, rl::test_params& params, std::string& state);

// Called back, in run.cpp: the main thread of one execution, and a failure before it ends one.
void main_thread();
void note_failure(const char* what, rl::test_result_e result, rl::debug_info_param where);

}  // namespace suture::relacy
