#include "tests/checkers/linearizability/small_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace suture::linearizability::testing {
namespace {

drawn_call draw_register_call(generator& g) {
  const auto x = [&] { return value(g.below(3)); };
  switch (g.below(6)) {
    case 0:
    case 1:
      return {"read", {}};
    case 2:
      return {"write", {x()}};
    case 3:
      return {"cas", {x(), x()}};
    case 4:
      return {"exchange", {x()}};
    default:
      return {"fetch_add", {x()}};
  }
}

drawn_call draw_list_call(generator& g) {
  const auto x = [&] { return value(g.below(2)); };
  const auto i = [&] { return value(static_cast<int>(g.below(4)) - 2); };
  switch (g.below(16)) {
    case 0:
    case 1:
    case 2:
      return {"append", {x()}};
    case 3:
      return {"pop", {}};
    case 4:
      return {"pop", {i()}};
    case 5:
      return {"insert", {i(), x()}};
    case 6:
      return {"get", {i()}};
    case 7:
      return {"set", {i(), x()}};
    case 8:
      return {"len", {}};
    case 9:
      return {"contains", {x()}};
    case 10:
      return {"index", {x()}};
    case 11:
      return {"remove", {x()}};
    case 12:
      return {"copy", {}};
    case 13:
      return {"extend", {value::list({x(), x()})}};
    case 14:
      return {g.one_in(2) ? "reverse" : "sort", {}};
    default:
      return {"clear", {}};
  }
}

drawn_call draw_dict_call(generator& g) {
  const auto k = [&] { return value(g.one_in(2) ? "a" : "b"); };
  const auto x = [&] { return value(g.below(3)); };
  switch (g.below(16)) {
    case 0:
    case 1:
    case 2:
      return {"set", {k(), x()}};
    case 3:
    case 4:
      return {"get", {k()}};
    case 5:
      return {"getitem", {k()}};
    case 6:
      return {"setdefault", {k(), x()}};
    case 7:
      return {"pop", {k()}};
    case 8:
      return {"pop", {k(), x()}};
    case 9:
      return {"del", {k()}};
    case 10:
      return {"contains", {k()}};
    case 11:
      return {"len", {}};
    case 12:
      return {g.one_in(2) ? "popitem" : "keys", {}};
    case 13:
      return {"copy", {}};
    case 14:
      return {"update", {value::dict({{k(), x()}, {k(), x()}})}};
    default:
      return {"clear", {}};
  }
}

value draw_wrong(generator& g) {
  const std::array wrong = {value(),
                            value(0),
                            value(1),
                            value(2),
                            value(true),
                            value::error("IndexError"),
                            value::error("KeyError"),
                            value::error("ValueError"),
                            value::list({0}),
                            value::list({value("a")}),
                            value::dict({{value("a"), value(0)}})};
  return wrong[g.below(wrong.size())];
}

// Times of the operations; those after one that stays are left out, for their process is busy.
history timed(const std::vector<ingredient>& ingredients, std::vector<std::size_t>& from) {
  history all;
  std::map<std::uint32_t, std::int64_t> free_at;
  std::map<std::uint32_t, std::size_t> last;
  for (std::size_t i = 0; i < ingredients.size(); ++i) {
    const ingredient& in = ingredients[i];
    operation op;
    op.process = in.process;
    op.called = free_at[in.process] + in.gap;
    op.returned = op.called + in.length;
    op.effect = op.called + std::min(in.effect, in.length);
    op.function = in.what.function;
    op.arguments = in.what.arguments;
    free_at[in.process] = op.returned + 1;
    last[in.process] = all.size();
    all.push_back(std::move(op));
    from.push_back(i);
  }
  for (const auto& [process, which] : last) {
    if (ingredients[from[which]].stays) {
      all[which].returned = pending;
    }
  }
  return all;
}

// Without pop, of which a pending one is refused.
drawn_call draw_set_call(generator& g) {
  const auto x = [&] { return value(g.below(3)); };
  switch (g.below(12)) {
    case 0:
    case 1:
    case 2:
      return {"add", {x()}};
    case 3:
      return {"discard", {x()}};
    case 4:
      return {"remove", {x()}};
    case 5:
    case 6:
      return {"contains", {x()}};
    case 7:
      return {"len", {}};
    case 8:
      return {"update", {value::list({x(), x()})}};
    case 9:
      return {g.one_in(2) ? "intersection_update" : "difference_update", {value::list({x(), x()})}};
    case 10:
      return {"copy", {}};
    default:
      return {"clear", {}};
  }
}

}  // namespace

drawn_call draw_small_call(std::string_view model, generator& random) {
  return model == "register" ? draw_register_call(random)
         : model == "list"   ? draw_list_call(random)
         : model == "set"    ? draw_set_call(random)
                             : draw_dict_call(random);
}

rc::Gen<std::vector<ingredient>> small_ingredients(std::string_view model, std::size_t most) {
  const std::string name(model);
  const auto one = rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [name](std::uint64_t seed) {
    generator g(seed);
    ingredient in;
    in.process = static_cast<std::uint32_t>(g.below(3));
    in.gap = static_cast<int>(g.below(3));
    in.length = static_cast<int>(g.below(6));
    in.effect = static_cast<int>(g.below(6));
    in.stays = g.one_in(3);
    in.lost = g.one_in(2);
    in.lie = static_cast<int>(g.below(10));
    in.wrong = draw_wrong(g);
    in.what = draw_small_call(name, g);
    return in;
  });
  return rc::gen::map(rc::gen::container<std::vector<ingredient>>(one),
                      [most](std::vector<ingredient> all) {
                        all.resize(std::min(all.size(), most));
                        return all;
                      });
}

history cooked(std::string_view model, const std::vector<ingredient>& ingredients, bool told) {
  std::vector<std::size_t> from;
  history all = timed(ingredients, from);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return all[i].effect; });
  sequential_object object(model_named(model));
  for (const std::size_t i : order) {
    const ingredient& in = ingredients[from[i]];
    if (!(all[i].is_pending() && in.lost)) {
      all[i].result = object.apply(all[i].function, all[i].arguments);
    } else {
      all[i].effect = unknown;
    }
    if (in.lie == 0) {
      all[i].result = in.wrong;
    }
    if (!told) {
      all[i].effect = unknown;
    }
  }
  return all;
}

std::string listing(const history& operations) {
  std::string out;
  for (const operation& op : operations) {
    out += fmt::format("process {} {}..{} {}\n", op.process, op.called,
                       op.is_pending() ? "" : std::to_string(op.returned), to_string(op));
  }
  return out;
}

}  // namespace suture::linearizability::testing
