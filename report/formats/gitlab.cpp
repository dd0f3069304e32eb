// GitLab's code quality report: the members of Code Climate's that GitLab reads.
#include <nlohmann/json.hpp>

#include "report/formats.hpp"
#include "report/formats/one_finding.hpp"
#include "report/json_text.hpp"

namespace suture::report {

namespace {

using json = nlohmann::ordered_json;

// GitLab shows nothing without a place. What has none stands at the name of its scenario.
json location_of(const outcome& o) {
  const bool known = o.finding && !o.finding->places.empty();
  const std::string path = known ? o.finding->places.front().file : name_of(o);
  const std::uint32_t line = known ? o.finding->places.front().line : 1;
  return {{"path", path}, {"lines", {{"begin", line == 0 ? 1 : line}}}};
}

std::string to_gitlab(std::span<const outcome> results) {
  json all = json::array();
  for (const outcome& o : results) {
    if (weight_of(o) == weight::none) continue;
    all.push_back({{"description", sentence_of(o)},
                   {"check_name", o.finding ? o.finding->kind : o.verdict},
                   {"fingerprint", fingerprint_of(o)},
                   {"severity", weight_of(o) == weight::unproven ? "info" : "critical"},
                   {"location", location_of(o)}});
  }
  return json_file(all);
}

}  // namespace

extern const format gitlab_format = {"gitlab", "gitlab.json",
                                     "Write GitLab's code quality report: what is not as expected",
                                     to_gitlab};

}  // namespace suture::report
