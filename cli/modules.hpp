// Modules: shared objects of C and C++ that were compiled with suture-cc and bring scenarios of
// their own. Named first where patterns are expected, they stand in place of the catalogue.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/pairs/subject.hpp"
#include "scenarios/registry.hpp"

namespace cli {

// Is it a path of a shared object, rather than the name or pattern of a scenario?
bool names_module(const std::string& word);

// The scenarios of the module. Loads it; the process may be begun anew for that, so nothing may
// have been done yet. One module in a process. Throws wrong_use where the file is none, says of
// which.
const scenarios::registry& load_module(const std::string& path);

// Of the module that has been loaded, in the order of its source.
std::vector<pairs_operation> operations_of_module();

// Its scenario of that name, or what of its operations goes by it: see modules/together.hpp. Null
// where there is no such thing.
const scenarios::variant* variant_of_module(const std::string& id);

// What a run of the variant on the engine is.
std::function<void()> body_on_engine(const scenarios::variant& v);
// Has the process one copy of the state that its runs work on, so that they come one by one?
bool runs_alone(const scenarios::variant& v);
// How to see a finding of it again; {} is its token.
std::string replay_command(const scenarios::variant& v);

}  // namespace cli
