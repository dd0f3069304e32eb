#include <algorithm>
#include <optional>

#include "tests/whole/program.hpp"

namespace suture::whole {

namespace {

class drawer {
 public:
  drawer(const rc::Random& random, int size, const palette& from)
      : random_(random),
        steps_(3 + below(std::min(from.most_steps, 4 + static_cast<unsigned>(size) / 15) - 2)) {
    for (unsigned f = 0; f < families().size(); ++f) {
      const auto& names = from.names;
      if (names.empty() ||
          std::find(names.begin(), names.end(), families()[f].name) != names.end()) {
        known_.push_back(f);
      }
    }
  }

  program draw() {
    // Few families, so that the threads meet.
    const unsigned many = 1 + (below(2) != 0 ? 1 : 0) + (below(4) == 0 ? 1 : 0);
    for (unsigned i = 0; i < many; ++i) chosen_.push_back(known_[below_size(known_)]);
    const unsigned threads = 2 + (below(3) == 0 ? 1 : 0);
    program p;
    p.threads.resize(threads);
    for (unsigned made = 0; made < steps_;) {
      auto& thread = p.threads[made < threads ? made : below(threads)];
      made += add(thread);
    }
    p.around = draw_environment();
    return p;
  }

 private:
  unsigned below(unsigned n) { return n == 0 ? 0 : static_cast<unsigned>(random_.next() % n); }
  template <class T>
  unsigned below_size(const std::vector<T>& all) {
    return below(static_cast<unsigned>(all.size()));
  }

  environment draw_environment() {
    environment e;
    if (below(2) != 0) return e;
    e.allocation_failures = static_cast<std::uint8_t>(below(2));
    e.spurious_wakeups = static_cast<std::uint8_t>(below(2));
    e.memory_comes_again = below(2) != 0;
    e.writers_first = below(2) != 0;
    return e;
  }

  // One operation at the end, and as a rule what undoes it.
  unsigned add(std::vector<step>& thread) {
    const step s = draw_step();
    // A step before what undoes an earlier one, more often than not.
    const std::size_t place = below(3) == 0 && !thread.empty() ? thread.size() - 1 : thread.size();
    thread.insert(thread.begin() + static_cast<std::ptrdiff_t>(place), s);
    if (s.what().undone_by.empty() || below(16) == 0) return 1;
    const auto undoes = undoing(s);
    if (!undoes) return 1;
    const std::size_t after = place + 1 + below(static_cast<unsigned>(thread.size() - place));
    thread.insert(thread.begin() + static_cast<std::ptrdiff_t>(after), *undoes);
    return 2;
  }

  step draw_step() {
    step s;
    s.family = chosen_[below_size(chosen_)];
    const auto& operations = families()[s.family].operations;
    unsigned sum = 0;
    for (const operation& o : operations) sum += o.weight;
    unsigned at = below(sum);
    while (at >= operations[s.operation].weight) at -= operations[s.operation++].weight;
    const auto& takes = operations[s.operation].takes;
    for (std::size_t i = 0; i < takes.size(); ++i) {
      s.with.at(i) = static_cast<std::uint8_t>(below(takes[i].count));
    }
    return s;
  }

  static std::optional<step> undoing(const step& s) {
    const auto& operations = families()[s.family].operations;
    for (unsigned o = 0; o < operations.size(); ++o) {
      if (operations[o].text != s.what().undone_by) continue;
      step undoes{s.family, o, {}};
      if (!operations[o].takes.empty()) undoes.with[0] = s.with[0];
      return undoes;
    }
    return std::nullopt;
  }

  rc::Random random_;
  unsigned steps_;
  std::vector<unsigned> known_;
  std::vector<unsigned> chosen_;
};

// The program where less may happen to it than in `p`.
std::vector<program> simpler_around(const program& p) {
  std::vector<program> all;
  const environment ordinary;
  const auto with = [&](auto environment::*what) {
    if (p.around.*what == ordinary.*what) return;
    all.push_back(p);
    all.back().around.*what = ordinary.*what;
  };
  with(&environment::allocation_failures);
  with(&environment::spurious_wakeups);
  with(&environment::memory_comes_again);
  with(&environment::writers_first);
  return all;
}

// Programs a step simpler than this one.
std::vector<program> simpler(const program& p) {
  std::vector<program> all = simpler_around(p);
  for (std::size_t t = 0; t < p.threads.size() && p.threads.size() > 1; ++t) {
    all.push_back(p);
    all.back().threads.erase(all.back().threads.begin() + static_cast<std::ptrdiff_t>(t));
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (std::size_t i = 0; i < p.threads[t].size(); ++i) {
      all.push_back(p);
      auto& thread = all.back().threads[t];
      thread.erase(thread.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (std::size_t i = 0; i < p.threads[t].size(); ++i) {
      for (std::size_t n = 0; n < p.threads[t][i].with.size(); ++n) {
        if (p.threads[t][i].with.at(n) == 0) continue;
        all.push_back(p);
        all.back().threads[t][i].with.at(n) = 0;
      }
    }
  }
  return all;
}

}  // namespace

rc::Gen<program> programs(const palette& from) {
  return [from](const rc::Random& random, int size) {
    return rc::shrinkable::shrinkRecur(drawer(random, size, from).draw(), [](const program& p) {
      return rc::seq::fromContainer(simpler(p));
    });
  };
}

}  // namespace suture::whole
