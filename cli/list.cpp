// suture list: the catalogue.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/selection.hpp"
#include "report/json.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

using scenarios::variant;

struct arguments {
  std::vector<std::string> patterns;
  bool json = false;
};

std::string json_of(const std::vector<const variant*>& variants) {
  std::vector<suture::report::listed> listed;
  for (const variant* v : variants) {
    std::map<std::string, std::string> otherwise;
    for (const auto& [memory, expected] : v->otherwise) otherwise.emplace(memory, expected);
    listed.push_back({std::string(v->situation()), std::string(v->axes()), v->expected,
                      std::move(otherwise), v->summary, v->provenance, v->threads});
  }
  return suture::report::to_json(listed);
}

std::string expected_of(const variant& v) {
  if (v.otherwise.empty()) return v.expected;
  std::string others;
  for (const auto& [memory, expected] : v.otherwise) {
    others += fmt::format("{}{}: {}", others.empty() ? "" : ", ", memory, expected);
  }
  return fmt::format("{} ({})", v.expected, others);
}

std::string table_of(const std::vector<const variant*>& variants) {
  using suture::report::padded;
  std::size_t name = 0, expected = 0;
  for (const variant* v : variants) {
    name = std::max(name, v->id.size());
    expected = std::max(expected, expected_of(*v).size());
  }
  std::string text;
  for (const variant* v : variants) {
    text += fmt::format("{}  {}  {}\n", padded(v->id, name), padded(expected_of(*v), expected),
                        v->summary);
  }
  return text;
}

}  // namespace

action add_list(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  CLI::App& list = *app.add_subcommand(
      "list", "The scenarios in all variants: name, expected verdict, what it shows.");
  list.add_option("GLOB", given->patterns, "Names or patterns (* ? [abc]); all without one");
  list.add_flag("--json", given->json, "As JSON");
  return [given] {
    const auto variants = select(given->patterns);
    fmt::print("{}", given->json ? json_of(variants) : table_of(variants));
    return exit_status::as_expected;
  };
}

}  // namespace cli
