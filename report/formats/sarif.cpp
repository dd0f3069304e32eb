// SARIF 2.1.0 (OASIS, 2020), the format of code scanning: a result for each outcome that is not as
// expected, a rule for each kind of finding.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/formats.hpp"
#include "report/formats/one_finding.hpp"
#include "report/json_text.hpp"
#include "report/kinds.hpp"

#include "report/escape.hpp"

namespace suture::report {

namespace {

using json = nlohmann::ordered_json;

// What is reported without a finding; behind the kinds.
constexpr kind_words other_rules[] = {
    {"not-verified",
     "The search did not come to its end: nothing speaks against the code, nothing proves it."},
    {"expected-finding-missing", "A finding that is expected of the scenario was not there."},
};

json rule_of(const kind_words& k, std::string_view level) {
  return {{"id", k.kind},
          {"shortDescription", {{"text", k.what}}},
          {"defaultConfiguration", {{"level", level}}}};
}

json rules() {
  json all = json::array();
  for (const kind_words& k : kinds()) all.push_back(rule_of(k, "error"));
  all.push_back(rule_of(other_rules[0], "note"));
  all.push_back(rule_of(other_rules[1], "error"));
  return all;
}

std::string rule_id(const outcome& o) {
  if (o.finding) return o.finding->kind;
  return std::string(other_rules[weight_of(o) == weight::unproven ? 0 : 1].kind);
}

json physical(const outcome::place& p) {
  const bool absolute = p.file.starts_with('/');
  json at = {{"artifactLocation", {{"uri", (absolute ? "file://" : "") + to_uri(p.file)}}}};
  if (!absolute) at["artifactLocation"]["uriBaseId"] = "%SRCROOT%";
  if (p.line != 0) at["region"] = {{"startLine", p.line}};
  return at;
}

// The scenario in any case; the code where it is known.
json locations_of(const outcome& o) {
  const json logical = {{{"fullyQualifiedName", name_of(o)}, {"kind", "scenario"}}};
  json all = json::array();
  if (o.finding) {
    for (const outcome::place& p : o.finding->places) {
      all.push_back({{"physicalLocation", physical(p)}, {"logicalLocations", logical}});
    }
  }
  if (all.empty()) all.push_back({{"logicalLocations", logical}});
  return all;
}

json related_to(const outcome& o) {
  json all = json::array();
  for (const outcome::place& p : o.finding->places) {
    all.push_back(
        {{"id", all.size()},
         {"physicalLocation", physical(p)},
         {"logicalLocations", {{{"fullyQualifiedName", p.function}, {"kind", "function"}}}},
         {"message", {{"text", p.what}}}});
  }
  return all;
}

json result_of(const outcome& o) {
  json properties = {{"scenario", o.scenario},
                     {"variant", o.variant},
                     {"expected", o.expected},
                     {"verdict", o.verdict},
                     {"guarantee", o.guarantee}};
  if (o.finding) {
    properties["token"] = o.finding->token;
    properties["replay"] = o.finding->replay;
  }
  json result = {{"ruleId", rule_id(o)},
                 {"level", weight_of(o) == weight::unproven ? "note" : "error"},
                 {"message", {{"text", sentence_of(o)}}},
                 {"locations", locations_of(o)}};
  if (o.finding && !o.finding->places.empty()) result["relatedLocations"] = related_to(o);
  result["partialFingerprints"] = {{"sutureFinding/v1", fingerprint_of(o)}};
  result["properties"] = properties;
  return result;
}

std::string to_sarif(std::span<const outcome> results) {
  json found = json::array();
  for (const outcome& o : results) {
    if (weight_of(o) != weight::none) found.push_back(result_of(o));
  }
  const json driver = {{"name", "suture"}, {"version", SUTURE_VERSION}, {"rules", rules()}};
  const json run = {{"tool", {{"driver", driver}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", found},
                    {"properties", {{"variants", results.size()}}}};
  const json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", {run}}};
  return json_file(log);
}

}  // namespace

extern const format sarif_format = {"sarif", "results.sarif",
                                    "Write SARIF 2.1.0, for code scanning: what is not as expected",
                                    to_sarif};

}  // namespace suture::report
