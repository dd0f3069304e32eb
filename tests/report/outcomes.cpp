#include "tests/report/outcomes.hpp"

namespace suture::report {

namespace {

outcome blank(const std::string& scenario, const std::string& variant,
              const std::string& expected) {
  outcome o;
  o.scenario = scenario;
  o.variant = variant;
  o.expected = expected;
  o.runs = 12;
  o.seconds = 0.25;
  o.made_by.strategy = "portfolio";
  o.made_by.memory = "rc11";
  return o;
}

outcome with_verdict(outcome o, const std::string& verdict, bool as_expected) {
  o.verdict = verdict;
  o.as_expected = as_expected;
  o.guarantee = "what the verdict rests on";
  return o;
}

outcome with_race(outcome o, bool as_expected) {
  o = with_verdict(std::move(o), "found", as_expected);
  o.finding = outcome::found{"race",
                             "thread 1 writes x, thread 2 reads it",
                             "suture1.map.grow~lock-none.0123abcd.AAAA",
                             {{"thread 1 writes", "src/map.cpp", "grow", 118},
                              {"thread 2 reads", "src/a map.hpp", "find<int>", 20}},
                             "suture replay suture1.map.grow~lock-none.0123abcd.AAAA"};
  o.text = "map.grow/lock=none\n  1  thread 1 < thread 2\n";
  return o;
}

}  // namespace

std::vector<outcome> one_of_each_sort() {
  std::vector<outcome> all;
  all.push_back(with_race(blank("map.grow", "lock=none", "race"), true));
  all.push_back(with_verdict(blank("map.grow", "lock=object", "verified"), "verified", true));
  all.push_back(with_race(blank("map.find", "", "verified"), false));
  all.push_back(with_verdict(blank("set.add", "n=9", "verified"), "bounded", false));
  all.push_back(with_verdict(blank("set.add", "n=8", "verified"), "inconclusive", false));
  all.push_back(with_verdict(blank("set.add", "mutant=1", "leak"), "verified", false));
  outcome part = with_verdict(blank("set.add", "n=7", "verified"), "part", true);
  part.made_by.shard = 2;
  part.made_by.shards = 3;
  all.push_back(part);
  return all;
}

outcome hostile() {
  const std::string text =
      "\"'<b>&amp;|`*_[x](y)]]>\t%0A::error ::,\x1b[31m\x01\xff\xed\xa0\x80\xef\xbf\xbe é\n#1";
  outcome o = blank("bad." + text, text, text);
  o.verdict = "found";
  o.guarantee = o.text = text;
  o.finding = outcome::found{text, text, text, {{text, "/abs/" + text, text, 0}}, text};
  return o;
}

}  // namespace suture::report
