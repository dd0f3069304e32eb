#include "scenarios/generated/draw.hpp"

#include <rapidcheck.h>

#include <algorithm>

namespace scenarios::generated {

namespace {

constexpr int values = 4;  // 0, 1, 2, 3

int draw_argument(argument what, const container& of) {
  switch (what) {
    case argument::index:
      return *rc::gen::element(0, 0, 1, 2, -1, 4);
    case argument::key:
      return of.keys[*rc::gen::inRange<std::size_t>(0, of.keys.size())];
    case argument::value:
    case argument::none:
      break;
  }
  return *rc::gen::inRange(0, values);
}

step draw_step(const container& of) {
  step s;
  s.operation = &of.operations[*rc::gen::inRange<std::size_t>(0, of.operations.size())];
  for (std::size_t i = 0; i < s.operation->arity(); ++i) {
    s.arguments.push_back(draw_argument(s.operation->arguments[i], of));
  }
  return s;
}

// So many items that the container is near a size at which it resizes; in a dict some key was taken
// out again, which leaves a dummy entry.
std::vector<step> draw_prefix(const container& of) {
  const bool keyed = !of.keys.empty();
  const signature* grow = operation_named(of, of.grow, keyed ? 2 : 1);
  const int size = of.edges[*rc::gen::inRange<std::size_t>(0, of.edges.size())];
  std::vector<step> prefix;
  for (int i = 0; i < size; ++i) {
    const int value = *rc::gen::inRange(0, values);
    const auto place = static_cast<std::size_t>(i);
    const int key = keyed && place < of.keys.size() ? of.keys[place] : 16 + i;
    prefix.push_back({grow, keyed ? std::vector<int>{key, value} : std::vector<int>{value}});
  }
  if (keyed && size > 0 && *rc::gen::inRange(0, 3) == 0) {
    prefix.push_back({operation_named(of, "del", 1), {of.keys[0]}});
  }
  return prefix;
}

test_case draw_case(const range& from) {
  test_case c;
  c.of = from.of;
  c.without = from.without;
  c.prefix = draw_prefix(*from.of);
  const int threads = *rc::gen::inRange(from.least_threads, from.most_threads + 1);
  for (int t = 0; t < threads; ++t) {
    // Three threads with four steps each have too many orders to try them all, so they are rare.
    const bool few = threads > 2 && *rc::gen::inRange(0, 4) != 0;
    const int most = few ? std::min(from.most_steps, 2) : from.most_steps;
    const int steps = *rc::gen::inRange(1, most + 1);
    c.threads.emplace_back();
    for (int i = 0; i < steps; ++i) c.threads.back().push_back(draw_step(*from.of));
  }
  c.told = from.told && *rc::gen::inRange(0, 4) == 0;
  return c;
}

template <class Steps, class Use>
void each_without_one(const Steps& steps, Use use) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Steps fewer = steps;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    use(std::move(fewer));
  }
}

// With one argument nearer to 0. Keys go to the first of those that are drawn.
template <class Use>
void each_simpler_argument(const std::vector<step>& steps, const container& of, Use use) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t a = 0; a < steps[i].arguments.size(); ++a) {
      const int now = steps[i].arguments[a];
      std::vector<int> simpler;
      if (steps[i].operation->arguments[a] == argument::key) {
        const auto place = std::find(of.keys.begin(), of.keys.end(), now);
        simpler.assign(of.keys.begin(), place);
      } else if (now != 0) {
        simpler = now < 0 ? std::vector<int>{0, -now} : std::vector<int>{0, now - 1};
      }
      for (const int to : simpler) {
        if (to == now) continue;
        std::vector<step> changed = steps;
        changed[i].arguments[a] = to;
        use(std::move(changed));
      }
    }
  }
}

// A number's bits choose a way down the tree of generators that grows from the seed.
rc::Random generator_of(std::uint64_t seed, std::uint64_t number) {
  rc::Random random(seed);
  for (int bit = 0; bit < 64; ++bit) {
    rc::Random other = random.split();
    if ((number >> bit & 1) != 0) random = other;
  }
  return random;
}

}  // namespace

test_case draw(const range& from, std::uint64_t seed, std::uint64_t number) {
  const auto cases = rc::gen::exec([&] { return draw_case(from); });
  return cases(generator_of(seed, number), rc::kNominalSize).value();
}

std::vector<step> draw_steps(const container& of, std::size_t count, std::uint64_t seed,
                             std::uint64_t number) {
  const auto steps = rc::gen::exec([&] {
    std::vector<step> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(draw_step(of));
    return all;
  });
  return steps(generator_of(seed, number), rc::kNominalSize).value();
}

std::vector<test_case> smaller(const test_case& c) {
  std::vector<test_case> all;
  const auto with_threads = [&](std::vector<std::vector<step>> threads) {
    all.push_back(c);
    all.back().threads = std::move(threads);
  };
  const auto with_prefix = [&](std::vector<step> prefix) {
    all.push_back(c);
    all.back().prefix = std::move(prefix);
  };
  const auto with_thread = [&](std::size_t t, std::vector<step> steps) {
    all.push_back(c);
    all.back().threads[t] = std::move(steps);
  };
  if (c.threads.size() > 2) each_without_one(c.threads, with_threads);
  if (c.told) {
    all.push_back(c);
    all.back().told = false;
  }
  if (!c.prefix.empty()) with_prefix({});
  for (std::size_t t = 0; t < c.threads.size(); ++t) {
    if (c.threads[t].size() > 1)
      each_without_one(c.threads[t], [&](std::vector<step> s) { with_thread(t, std::move(s)); });
  }
  each_without_one(c.prefix, with_prefix);
  for (std::size_t t = 0; t < c.threads.size(); ++t) {
    each_simpler_argument(c.threads[t], *c.of,
                          [&](std::vector<step> s) { with_thread(t, std::move(s)); });
  }
  each_simpler_argument(c.prefix, *c.of, with_prefix);
  return all;
}

shrunk shrink(const test_case& c, const std::function<bool(const test_case&)>& fails,
              std::uint64_t most_tries) {
  shrunk result{c, 0};
  const auto smaller_ones = [](const test_case& now) {
    return rc::seq::fromContainer(smaller(now));
  };
  const auto tried = rc::shrinkable::findLocalMin(rc::shrinkable::shrinkRecur(c, smaller_ones),
                                                  [&](const test_case& smaller_case) {
                                                    if (result.tries == most_tries) return false;
                                                    ++result.tries;
                                                    return fails(smaller_case);
                                                  });
  result.smallest = tried.first;
  return result;
}

}  // namespace scenarios::generated
