#include "report/search_state_json.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "report/json_text.hpp"

namespace suture::report {

namespace {

using json = nlohmann::ordered_json;

json to_array(const statistics& s) {
  return {s.complete, s.blocked, s.moot,    s.abandoned, s.bounded,
          s.failed,   s.events,  s.longest, s.held,      s.watched};
}

statistics statistics_from(const json& j) {
  const auto n = j.get<std::array<std::uint64_t, 10>>();
  statistics s;
  s.complete = n[0];
  s.blocked = n[1];
  s.moot = n[2];
  s.abandoned = n[3];
  s.bounded = n[4];
  s.failed = n[5];
  s.events = n[6];
  s.longest = n[7];
  s.held = n[8];
  s.watched = n[9];
  return s;
}

json to_object(const std::optional<discovery>& d) {
  if (!d) return nullptr;
  json decisions = json::array();
  for (const deviation& one : d->decisions) {
    decisions.push_back(one.question);
    decisions.push_back(one.answer);
  }
  return {{"kind", d->what.kind}, {"message", d->what.message}, {"decisions", decisions}};
}

std::optional<discovery> discovery_from(const json& j) {
  if (j.is_null()) return std::nullopt;
  discovery d;
  d.what.kind = j.at("kind").get<std::string>();
  d.what.message = j.at("message").get<std::string>();
  const auto flat = j.at("decisions").get<std::vector<std::uint32_t>>();
  if (flat.size() % 2 != 0) throw std::runtime_error("a decision without its answer");
  for (std::size_t i = 0; i < flat.size(); i += 2) d.decisions.push_back({flat[i], flat[i + 1]});
  return d;
}

json to_array(const std::map<std::uint64_t, item_result>& items) {
  json all = json::array();
  for (const auto& [item, result] : items) {
    if (result.cut) continue;  // begun, not done
    all.push_back({item, to_array(result.counts), to_object(result.found)});
  }
  return all;
}

search_state from_object(const json& j) {
  search_state s;
  j.at("depth").get_to(s.depth);
  j.at("folded").get_to(s.folded);
  s.counts = statistics_from(j.at("counts"));
  for (const json& one : j.at("ahead")) {
    item_result result;
    result.counts = statistics_from(one.at(1));
    result.found = discovery_from(one.at(2));
    s.ahead.emplace(one.at(0).get<std::uint64_t>(), std::move(result));
  }
  s.found = discovery_from(j.at("found"));
  j.at("found_in").get_to(s.found_in);
  j.at("exhausted").get_to(s.exhausted);
  j.at("refused").get_to(s.refused);
  j.at("given_up").get_to(s.given_up);
  return s;
}

}  // namespace

std::string to_line(const search_state& s) {
  const json j = {
      {"depth", s.depth},           {"folded", s.folded},          {"counts", to_array(s.counts)},
      {"ahead", to_array(s.ahead)}, {"found", to_object(s.found)}, {"found_in", s.found_in},
      {"exhausted", s.exhausted},   {"refused", s.refused},        {"given_up", s.given_up}};
  return json_line(j);
}

search_state search_state_from_line(std::string_view line) {
  search_state s;
  read_json(line, "not the state of a search", [&](const json& one) { s = from_object(one); });
  return s;
}

}  // namespace suture::report
