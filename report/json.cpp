#include "report/json.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "report/json_text.hpp"

namespace suture::report {

namespace {

using json = nlohmann::ordered_json;

json to_object(const outcome::search& s) {
  return {{"strategy", s.strategy}, {"memory", s.memory},    {"seed", s.seed},
          {"blind", s.blind},       {"around", s.around},    {"shard", s.shard},
          {"shards", s.shards},     {"cut", s.cut},          {"code", s.code},
          {"refused", s.refused},   {"found_in", s.found_in}};
}

outcome::search search_from(const json& j) {
  outcome::search s;
  j.at("strategy").get_to(s.strategy);
  j.at("memory").get_to(s.memory);
  j.at("seed").get_to(s.seed);
  j.at("blind").get_to(s.blind);
  s.around = j.value("around", "");
  j.at("shard").get_to(s.shard);
  j.at("shards").get_to(s.shards);
  j.at("cut").get_to(s.cut);
  j.at("code").get_to(s.code);
  j.at("refused").get_to(s.refused);
  j.at("found_in").get_to(s.found_in);
  return s;
}

json to_object(const coverage& c) {
  return {{"executions", c.executions},
          {"blocked", c.blocked},
          {"moot", c.moot},
          {"cut_off", c.cut_off},
          {"abandoned", c.abandoned},
          {"failed", c.failed},
          {"operations", c.operations},
          {"longest_run", c.longest_run},
          {"graphs", c.graphs},
          {"peak_bytes", c.peak_bytes},
          {"plain_objects", c.plain_objects},
          {"exhausted", c.exhausted}};
}

coverage coverage_from(const json& j) {
  coverage c;
  j.at("executions").get_to(c.executions);
  j.at("blocked").get_to(c.blocked);
  j.at("moot").get_to(c.moot);
  j.at("cut_off").get_to(c.cut_off);
  j.at("abandoned").get_to(c.abandoned);
  j.at("failed").get_to(c.failed);
  j.at("operations").get_to(c.operations);
  j.at("longest_run").get_to(c.longest_run);
  j.at("graphs").get_to(c.graphs);
  j.at("peak_bytes").get_to(c.peak_bytes);
  c.plain_objects = j.value("plain_objects", std::uint64_t{0});
  j.at("exhausted").get_to(c.exhausted);
  return c;
}

json to_object(const pass_meaning& m) {
  json j = {{"exhaustive", m.exhaustive}, {"runs", m.runs},
            {"orders", m.orders},         {"once", m.once},
            {"twice", m.twice},           {"unseen", m.unseen},
            {"unseen_low", m.unseen_low}, {"unseen_high", m.unseen_high}};
  if (m.pct_depth != 0) {
    j["pct"] = {{"depth", m.pct_depth},
                {"threads", m.pct_threads},
                {"steps", m.pct_steps},
                {"missed", m.pct_missed}};
  }
  return j;
}

pass_meaning meaning_from(const json& j) {
  pass_meaning m;
  j.at("exhaustive").get_to(m.exhaustive);
  j.at("runs").get_to(m.runs);
  j.at("orders").get_to(m.orders);
  j.at("once").get_to(m.once);
  j.at("twice").get_to(m.twice);
  j.at("unseen").get_to(m.unseen);
  j.at("unseen_low").get_to(m.unseen_low);
  j.at("unseen_high").get_to(m.unseen_high);
  if (const auto pct = j.find("pct"); pct != j.end()) {
    pct->at("depth").get_to(m.pct_depth);
    pct->at("threads").get_to(m.pct_threads);
    pct->at("steps").get_to(m.pct_steps);
    pct->at("missed").get_to(m.pct_missed);
  }
  return m;
}

bool is_known(const pass_meaning& m) { return m.exhaustive || m.runs != 0; }

json to_object(const outcome& o) {
  json finding;
  if (o.finding) {
    json places = json::array();
    for (const outcome::place& p : o.finding->places) {
      places.push_back(
          {{"what", p.what}, {"file", p.file}, {"line", p.line}, {"function", p.function}});
    }
    finding = {{"kind", o.finding->kind},
               {"message", o.finding->message},
               {"token", o.finding->token},
               {"replay", o.finding->replay},
               {"places", places}};
  }
  json j = {{"scenario", o.scenario},
            {"variant", o.variant},
            {"expected", o.expected},
            {"verdict", o.verdict},
            {"finding", finding},
            {"as_expected", o.as_expected},
            {"runs", o.runs},
            {"blocked", o.blocked},
            {"seconds", o.seconds},
            {"guarantee", o.guarantee},
            {"search", to_object(o.made_by)},
            {"coverage", to_object(o.covered)}};
  if (is_known(o.meaning)) j["meaning"] = to_object(o.meaning);
  return j;
}

// Places and command are missing in results of schema 0, which had no number.
outcome::found found_from(const json& j) {
  outcome::found f{j.at("kind"), j.at("message"), j.at("token")};
  f.replay = j.value("replay", f.token.empty() ? "" : "suture replay " + f.token);
  for (const json& p : j.value("places", json::array())) {
    f.places.push_back({p.at("what"), p.at("file"), p.at("function"), p.at("line")});
  }
  return f;
}

outcome from_object(const json& j) {
  outcome o;
  j.at("scenario").get_to(o.scenario);
  j.at("variant").get_to(o.variant);
  j.at("expected").get_to(o.expected);
  j.at("verdict").get_to(o.verdict);
  if (const json& f = j.at("finding"); !f.is_null()) {
    o.finding = found_from(f);
  }
  j.at("as_expected").get_to(o.as_expected);
  j.at("runs").get_to(o.runs);
  j.at("blocked").get_to(o.blocked);
  j.at("seconds").get_to(o.seconds);
  j.at("guarantee").get_to(o.guarantee);
  o.made_by = search_from(j.at("search"));
  o.covered = coverage_from(j.at("coverage"));
  if (const auto m = j.find("meaning"); m != j.end()) o.meaning = meaning_from(*m);
  o.text = j.value("text", "");
  return o;
}

}  // namespace

std::string to_json(std::span<const outcome> results) {
  json all = json::array();
  for (const outcome& o : results) {
    json one = to_object(o);
    if (!o.as_expected && !o.text.empty()) one["text"] = o.text;
    all.push_back(std::move(one));
  }
  return json_file({{"schema", results_schema}, {"results", all}});
}

std::vector<outcome> from_json(std::string_view text) {
  std::vector<outcome> all;
  read_json(text, "no results of a check", [&](const json& whole) {
    check_schema(whole, results_schema);
    for (const json& one : whole.at("results")) all.push_back(from_object(one));
  });
  return all;
}

std::string to_line(const outcome& o) {
  json j = to_object(o);
  j["text"] = o.text;
  return json_line(j);
}

outcome from_line(std::string_view line) {
  outcome o;
  read_json(line, "not an outcome", [&](const json& one) { o = from_object(one); });
  return o;
}

std::string to_json(std::span<const listed> catalogue) {
  json all = json::array();
  for (const listed& l : catalogue) {
    const auto sc = l.otherwise.find("sc");
    all.push_back({{"scenario", l.scenario},
                   {"variant", l.variant},
                   {"expected", l.expected},
                   {"expected_otherwise", l.otherwise},
                   {"expected_under_sc", sc == l.otherwise.end() ? "" : sc->second},
                   {"summary", l.summary},
                   {"provenance", l.provenance},
                   {"threads", l.threads}});
  }
  return json_file({{"schema", catalogue_schema}, {"scenarios", all}});
}

}  // namespace suture::report
