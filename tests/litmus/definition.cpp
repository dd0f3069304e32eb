#include "tests/litmus/definition.hpp"

#include <functional>

#include "tests/litmus/translate.hpp"
#include "tests/oracle/modification_orders.hpp"
#include "tests/oracle/unfold.hpp"

namespace suture::litmus {

namespace {

using order_per_place = std::vector<std::vector<oracle::event>>;

value widen(oracle::value_type v) { return static_cast<std::int32_t>(v); }

class enumeration {
 public:
  enumeration(const test& t, const translation& translated, oracle::model m)
      : test_(t), translated_(translated), program_(translated.program), model_(m) {}

  defined_outcome all() {
    oracle::unfold(
        program_, [this](const oracle::unfolding& u) { add(u); },
        [this](const oracle::execution& unfinished) {
          const oracle::graph g(program_, unfinished);
          return oracle::incoherent(g, oracle::fixed_order(g, model_));
        });
    return result_;
  }

 private:
  void add(const oracle::unfolding& u) {
    const oracle::graph g(program_, u.run);
    const oracle::relation before = oracle::fixed_order(g, model_);
    std::vector<order_per_place> orders;
    for (std::size_t place = 0; place < g.writes_to.size(); ++place) {
      orders.push_back(oracle::modification_orders(g, before, place));
    }
    order_per_place picked;
    pick(orders, picked, [&] {
      const oracle::relation mo = oracle::modification_relation(g, picked);
      if (!oracle::consistent(model_, g, before, mo)) return;
      result_.race = result_.race || oracle::is_racy(g, oracle::happens_before(g));
      record(u, g, picked);
    });
  }

  static void pick(const std::vector<order_per_place>& orders, order_per_place& picked,
                   const std::function<void()>& visit) {
    if (picked.size() == orders.size()) return visit();
    for (const auto& order : orders[picked.size()]) {
      picked.push_back(order);
      pick(orders, picked, visit);
      picked.pop_back();
    }
  }

  void record(const oracle::unfolding& u, const oracle::graph& g, const order_per_place& mo) {
    final_values end;
    for (std::size_t t = 0; t < test_.threads.size(); ++t) {
      end.locals.push_back(translated_.locals[t].of(u.registers[t]));
    }
    for (std::size_t l = 0; l < test_.locations.size(); ++l) {
      end.memory.push_back(widen(g.written[mo[l].back()]));
    }
    count(end);
  }

  void count(const final_values& end) {
    if (test_.filter && !holds(*test_.filter, end)) {
      ++result_.filtered;
      return;
    }
    std::vector<value> state;
    for (const observable& o : test_.shown) state.push_back(end[o]);
    ++result_.states[state];
    ++(holds(test_.condition, end) ? result_.positive : result_.negative);
  }

  const test& test_;
  const translation& translated_;
  const oracle::program& program_;
  const oracle::model model_;
  defined_outcome result_;
};

}  // namespace

std::optional<defined_outcome> define(const test& t, oracle::model m) {
  const translation translated = translate(t, m);
  if (translated.missing) return std::nullopt;
  return enumeration(t, translated, m).all();
}

}  // namespace suture::litmus
