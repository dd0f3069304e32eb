// JSON held against a JSON Schema: the words that the schemas here use, and no others, so that none
// is passed over in silence.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace suture {

// Where and how `value` does not fit, a line for each fault; empty where it does. Throws
// std::runtime_error for a word of the schema that it does not know.
std::string faults_against(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace suture
