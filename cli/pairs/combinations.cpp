#include "cli/pairs/combinations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

using sequence = std::vector<std::string>;

std::vector<std::string> families(const std::vector<pairs_operation>& of) {
  std::vector<std::string> all;
  for (const pairs_operation& o : of) {
    if (std::ranges::find(all, o.family) == all.end()) all.push_back(o.family);
  }
  return all;
}

// Of so many operations of the family; the last one changes first.
std::vector<sequence> sequences(const std::vector<pairs_operation>& of, const std::string& family,
                                unsigned length) {
  std::vector<sequence> all{{}};
  for (unsigned i = 0; i < length; ++i) {
    std::vector<sequence> longer;
    for (const sequence& s : all) {
      for (const pairs_operation& o : of) {
        if (o.family != family) continue;
        longer.push_back(s);
        longer.back().push_back(o.name);
      }
    }
    all = std::move(longer);
  }
  return all;
}

void add_each(const std::string& family, const std::vector<sequence>& from, std::size_t first,
              unsigned threads, std::vector<sequence>& chosen, std::vector<pairs_cell>& to) {
  if (chosen.size() == threads) {
    pairs_cell c;
    c.family = family;
    c.threads = chosen;
    to.push_back(std::move(c));
    return;
  }
  for (std::size_t i = first; i < from.size(); ++i) {
    chosen.push_back(from[i]);
    add_each(family, from, i, threads, chosen, to);
    chosen.pop_back();
  }
}

}  // namespace

std::size_t count_combinations(const std::vector<pairs_operation>& of, unsigned threads,
                               unsigned length, std::size_t most) {
  std::size_t all = 0;
  for (const std::string& family : families(of)) {
    std::size_t choices = 1;
    for (unsigned i = 0; i < length; ++i) {
      choices *= static_cast<std::size_t>(std::ranges::count(of, family, &pairs_operation::family));
      if (choices > most) return most + 1;
    }
    // (choices + threads - 1 over threads), each step of which is a whole number.
    std::size_t n = 1;
    for (unsigned i = 0; i < threads; ++i) {
      n = n * (choices + i) / (i + 1);
      if (n > most) return most + 1;
    }
    all += n;
  }
  return std::min(all, most + 1);
}

std::vector<pairs_cell> combinations(const std::vector<pairs_operation>& of, unsigned threads,
                                     unsigned length) {
  std::vector<pairs_cell> all;
  for (const std::string& family : families(of)) {
    std::vector<sequence> chosen;
    add_each(family, sequences(of, family, length), 0, threads, chosen, all);
  }
  return all;
}

std::string id_of(const pairs_cell& c) {
  std::string id = c.family + ".together/";
  for (std::size_t t = 0; t < c.threads.size(); ++t) {
    for (std::size_t i = 0; i < c.threads[t].size(); ++i) {
      const std::string number = c.threads[t].size() == 1 ? "" : fmt::format("{}", i + 1);
      id += fmt::format("{}{}{}={}", t + i == 0 ? "" : ",", static_cast<char>('a' + t), number,
                        c.threads[t][i]);
    }
  }
  return id;
}

}  // namespace cli
