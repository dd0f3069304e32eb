#include "report/json_text.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace suture::report {

using json = nlohmann::ordered_json;

std::string json_file(const json& j) {
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

std::string json_line(const json& j) {
  return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_json(std::string_view text, std::string_view no,
               const std::function<void(const json&)>& read) {
  try {
    read(json::parse(text));
  } catch (const json::exception& e) {
    throw std::runtime_error(fmt::format("{}: {}", no, e.what()));
  }
}

void check_schema(const json& whole, unsigned newest) {
  const unsigned schema = whole.value("schema", 0U);
  if (schema <= newest) return;
  throw std::runtime_error(
      fmt::format("it is written to schema {}, and this program knows none beyond {}; "
                  "use a newer one",
                  schema, newest));
}

}  // namespace suture::report
