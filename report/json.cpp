#include "report/json.hpp"

#include <nlohmann/json.hpp>

namespace suture::report {

namespace {

using json = nlohmann::ordered_json;

std::string dump(const json& j, int indent) {
  return j.dump(indent, ' ', false, json::error_handler_t::replace);
}

json to_object(const outcome& o) {
  json finding;
  if (o.finding) {
    finding = {
        {"kind", o.finding->kind}, {"message", o.finding->message}, {"token", o.finding->token}};
  }
  return {{"scenario", o.scenario},  {"variant", o.variant}, {"expected", o.expected},
          {"verdict", o.verdict},    {"finding", finding},   {"as_expected", o.as_expected},
          {"runs", o.runs},          {"blocked", o.blocked}, {"seconds", o.seconds},
          {"guarantee", o.guarantee}};
}

outcome from_object(const json& j) {
  outcome o;
  j.at("scenario").get_to(o.scenario);
  j.at("variant").get_to(o.variant);
  j.at("expected").get_to(o.expected);
  j.at("verdict").get_to(o.verdict);
  if (const json& f = j.at("finding"); !f.is_null()) {
    o.finding = outcome::found{f.at("kind"), f.at("message"), f.at("token")};
  }
  j.at("as_expected").get_to(o.as_expected);
  j.at("runs").get_to(o.runs);
  j.at("blocked").get_to(o.blocked);
  j.at("seconds").get_to(o.seconds);
  j.at("guarantee").get_to(o.guarantee);
  j.at("text").get_to(o.text);
  return o;
}

}  // namespace

std::string to_json(std::span<const outcome> results) {
  json all = json::array();
  for (const outcome& o : results) all.push_back(to_object(o));
  return dump({{"results", all}}, 2) + '\n';
}

std::string to_line(const outcome& o) {
  json j = to_object(o);
  j["text"] = o.text;
  return dump(j, -1);
}

outcome from_line(std::string_view line) {
  try {
    return from_object(json::parse(line));
  } catch (const json::exception& e) {
    throw std::runtime_error(std::string("not an outcome: ") + e.what());
  }
}

std::string to_json(std::span<const listed> catalogue) {
  json all = json::array();
  for (const listed& l : catalogue) {
    all.push_back({{"scenario", l.scenario},
                   {"variant", l.variant},
                   {"expected", l.expected},
                   {"expected_under_sc", l.expected_under_sc},
                   {"summary", l.summary},
                   {"provenance", l.provenance},
                   {"threads", l.threads}});
  }
  return dump({{"scenarios", all}}, 2) + '\n';
}

}  // namespace suture::report
