#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "cli/pairs/matrix.hpp"

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
  return all.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

pairs_matrix pairs_from_json(const std::string& text) {
  try {
    const json all = json::parse(text);
    if (all.at("schema") != schema) {
      throw std::runtime_error(
          fmt::format("schema {}, where {} is read", all.at("schema").dump(), schema));
    }
    pairs_matrix m;
    all.at("threads").get_to(m.threads);
    all.at("length").get_to(m.length);
    all.at("strategy").get_to(m.strategy);
    all.at("memory").get_to(m.memory);
    for (const json& c : all.at("cells")) m.cells.push_back(from_object(c));
    return m;
  } catch (const json::exception& e) {
    throw std::runtime_error(fmt::format("is no matrix of 'suture pairs': {}", e.what()));
  }
}

}  // namespace cli
