#include <nlohmann/json.hpp>

#include "cli/pairs/matrix.hpp"
#include "report/json_text.hpp"

namespace cli {

namespace {

using json = nlohmann::ordered_json;

constexpr unsigned schema = 1;

json to_object(const pairs_cell& c) {
  return {{"family", c.family},       {"operations", c.threads}, {"verdict", c.verdict},
          {"message", c.message},     {"token", c.token},        {"replay", c.replay},
          {"guarantee", c.guarantee}, {"runs", c.runs}};
}

pairs_cell from_object(const json& o) {
  pairs_cell c;
  o.at("family").get_to(c.family);
  o.at("operations").get_to(c.threads);
  o.at("verdict").get_to(c.verdict);
  o.at("message").get_to(c.message);
  o.at("token").get_to(c.token);
  o.at("replay").get_to(c.replay);
  o.at("guarantee").get_to(c.guarantee);
  o.at("runs").get_to(c.runs);
  return c;
}

}  // namespace

std::string to_json(const pairs_matrix& m) {
  json all = {{"schema", schema},       {"threads", m.threads}, {"length", m.length},
              {"strategy", m.strategy}, {"memory", m.memory},   {"cells", json::array()}};
  for (const pairs_cell& c : m.cells) all["cells"].push_back(to_object(c));
  return suture::report::json_file(all);
}

pairs_matrix pairs_from_json(const std::string& text) {
  pairs_matrix m;
  suture::report::read_json(text, "is no matrix of 'suture pairs'", [&](const json& all) {
    suture::report::check_schema(all, schema);
    all.at("threads").get_to(m.threads);
    all.at("length").get_to(m.length);
    all.at("strategy").get_to(m.strategy);
    all.at("memory").get_to(m.memory);
    for (const json& c : all.at("cells")) m.cells.push_back(from_object(c));
  });
  return m;
}

}  // namespace cli
