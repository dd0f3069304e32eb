// JSON as text: how it is written, and how what other versions of this program have written is
// read.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace suture::report {

// Indented, with a line end, for a file; or one line without it. What is no UTF-8 is replaced.
std::string json_file(const nlohmann::ordered_json& j);
std::string json_line(const nlohmann::ordered_json& j);

// What reading means: `read` is given the parsed text. Throws std::runtime_error, "<no>: <why>",
// where the text is no JSON or something is missing in it.
void read_json(std::string_view text, std::string_view no,
               const std::function<void(const nlohmann::ordered_json&)>& read);

// Of a file with a member "schema", which counts as 0 where it is missing. Throws
// std::runtime_error where it is beyond `newest`.
void check_schema(const nlohmann::ordered_json& whole, unsigned newest);

}  // namespace suture::report
