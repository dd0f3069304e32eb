// JUnit's XML as Jenkins, GitLab and others read it: a suite for each family of scenarios, a case
// for each variant. No times and no names of machines: the same results are the same bytes.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "report/escape.hpp"
#include "report/formats.hpp"

namespace suture::report {

namespace {

struct suite {
  std::string name;
  std::vector<const outcome*> cases;
  std::size_t failures = 0;
};

// In the order in which families come up.
std::vector<suite> suites_of(std::span<const outcome> results) {
  std::vector<suite> suites;
  std::map<std::string, std::size_t> at;
  for (const outcome& o : results) {
    const std::string family = family_of(o);
    const auto [place, is_new] = at.try_emplace(family, suites.size());
    if (is_new) suites.push_back({family, {}});
    suite& s = suites[place->second];
    s.cases.push_back(&o);
    s.failures += o.as_expected ? 0 : 1;
  }
  return suites;
}

// What a person wants to see of the outcome, in lines.
std::string body_of(const outcome& o) {
  std::string text = o.guarantee + '\n';
  if (o.finding) {
    text += o.finding->message + '\n';
    for (const outcome::place& p : o.finding->places) {
      text += fmt::format("{}: {}:{} ({})\n", p.what, p.file, p.line, p.function);
    }
    if (!o.finding->token.empty()) text += fmt::format("token: {}\n", o.finding->token);
    if (!o.finding->replay.empty()) text += fmt::format("replay: {}\n", o.finding->replay);
  }
  if (!o.as_expected && !o.text.empty()) text += '\n' + o.text;
  return text;
}

std::string case_of(const outcome& o) {
  std::string xml = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\">\n",
                                to_xml_attribute(o.scenario),
                                to_xml_attribute(o.variant.empty() ? o.scenario : o.variant));
  if (!o.as_expected) {
    xml += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                       to_xml_attribute(o.finding ? o.finding->kind : o.verdict),
                       to_xml_attribute(judgement_of(o)), to_xml(body_of(o)));
  } else {
    xml += fmt::format("      <system-out>{}\n{}</system-out>\n", to_xml_attribute(judgement_of(o)),
                       to_xml(body_of(o)));
  }
  return xml + "    </testcase>\n";
}

std::string to_junit(std::span<const outcome> results) {
  std::string inside;
  std::size_t failures = 0;
  for (const suite& s : suites_of(results)) {
    inside += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
        "time=\"0\">\n",
        to_xml_attribute(s.name), s.cases.size(), s.failures);
    for (const outcome* o : s.cases) inside += case_of(*o);
    inside += "  </testsuite>\n";
    failures += s.failures;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"suture\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"0\">\n"
      "{}</testsuites>\n",
      results.size(), failures, inside);
}

}  // namespace

extern const format junit_format = {
    "junit", "junit.xml", "Write JUnit's XML: a suite for each family, a case for each variant",
    to_junit};

}  // namespace suture::report
