#include "checkers/linearizability/models/models.hpp"

namespace suture::linearizability {
namespace {

enum code : std::uint8_t { read, write, cas, exchange, fetch_add };

constexpr signature table[] = {
    {"read", read, 0, 0, true},     {"get", read, 0, 0, true}, {"write", write, 1, 1},
    {"set", write, 1, 1},           {"cas", cas, 2, 2},        {"exchange", exchange, 1, 1},
    {"fetch_add", fetch_add, 1, 1},
};

// A register holds one value, which is the state.
class register_model final : public model {
 public:
  explicit register_model(value initial) : initial_(std::move(initial)) {}

  std::string_view name() const override { return "register"; }
  std::span<const signature> functions() const override { return table; }

  void initial(state& out, std::span<const call* const>, value_table& values) const override {
    out.assign(1, values.number(initial_));
  }

  bool step(state& s, const call& c, const reply& answer) const override {
    const word before = s[0];
    switch (c.code) {
      case read:
        return answer.is(c, before);
      case write:
        s[0] = c.arguments[0];
        return answer.is(c, value_table::none);
      case cas:
        if (before == c.arguments[0]) {
          s[0] = c.arguments[1];
        }
        return answer.is_truth(c, before == c.arguments[0]);
      case exchange:
        s[0] = c.arguments[0];
        return answer.is(c, before);
      default:
        return add(s, c, answer);
    }
  }

  std::string describe(const state& s, const value_table& values) const override {
    return to_string(values.shown(s[0]));
  }

 private:
  // A failed cas changes nothing, nor does putting a value in its own place.
  void refine(call& c, const operation&, value_table&) const override {
    const bool failed_cas = c.code == cas && !c.open && c.result == value_table::falsehood;
    const bool same = (c.code == cas && c.arguments[0] == c.arguments[1]) ||
                      (c.code == exchange && !c.open && c.result == c.arguments[0]);
    c.pure = c.pure || failed_cas || same;
  }

  static bool add(state& s, const call& c, const reply& answer) {
    const word before = s[0];
    const auto left = answer.values().as_integer(before);
    const auto right = answer.values().as_integer(c.arguments[0]);
    if (!left || !right) {
      return answer.is(c, value_table::type_error);
    }
    // Wraps around, as the atomic it stands for.
    s[0] = answer.values().integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(*left) +
                                                             static_cast<std::uint64_t>(*right)));
    return answer.is(c, before);
  }

  value initial_;
};

}  // namespace

std::shared_ptr<const model> make_register(value initial) {
  return std::make_shared<register_model>(std::move(initial));
}

}  // namespace suture::linearizability
