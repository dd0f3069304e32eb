#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "checkers/linearizability/models/models.hpp"

namespace suture::linearizability {
namespace {

enum code : std::uint8_t {
  add,
  discard,
  remove_,
  contains,
  pop,
  len,
  clear,
  update,
  intersection_update,
  difference_update,
  copy
};

constexpr signature table[] = {
    {"add", add, 1, 1},
    {"discard", discard, 1, 1},
    {"remove", remove_, 1, 1},
    {"contains", contains, 1, 1, true},
    {"pop", pop, 0, 0},
    {"len", len, 0, 0, true},
    {"clear", clear, 0, 0},
    {"update", update, 1, 1},
    {"intersection_update", intersection_update, 1, 1},
    {"difference_update", difference_update, 1, 1},
    {"copy", copy, 0, 0, true},
};

// The state is the elements' numbers in ascending order: a set has no other.
class set_model final : public model {
 public:
  explicit set_model(value initial) : initial_(std::move(initial)) {}

  std::string_view name() const override { return "set"; }
  std::span<const signature> functions() const override { return table; }

  void initial(state& out, std::span<const call* const>, value_table& values) const override {
    for (const value& element : initial_.elements()) {
      put(out, values.number(element));
    }
  }

  bool step(state& s, const call& c, const reply& answer) const override {
    switch (c.code) {
      case pop:
        return popped(s, c, answer);
      case len:
        return answer.is(c, answer.values().integer(std::ssize(s)));
      case clear:
        s.clear();
        return answer.is(c, value_table::none);
      case copy:
        return copied(s, c, answer);
      case update:
        for (const word element : answer.values().parts(c.arguments[0])) {
          put(s, element);
        }
        return answer.is(c, value_table::none);
      case intersection_update:
      case difference_update: {
        const auto others = answer.values().parts(c.arguments[0]);
        const bool keeps = c.code == intersection_update;
        std::erase_if(s, [&](word element) {
          return (std::ranges::find(others, element) != others.end()) != keeps;
        });
        return answer.is(c, value_table::none);
      }
      default:
        return at_element(s, c, answer);
    }
  }

  std::string describe(const state& s, const value_table& values) const override {
    if (s.empty()) {
      return "set()";
    }
    std::string out = "{";
    for (const word element : s) {
      out += (out.size() > 1 ? ", " : "") + to_string(values.shown(element));
    }
    return out + "}";
  }

 private:
  void refine(call& c, const operation& op, value_table& values) const override {
    switch (c.code) {
      case add:
      case discard:
      case remove_:
      case contains:
        c.key = c.arguments[0];
        break;
      case pop:
        // With its result known it takes out that one; else there would be as many states after it
        // as there are elements.
        if (op.is_pending()) {
          throw std::invalid_argument("pop: which element it took must be known");
        }
        break;
      case update:
      case intersection_update:
      case difference_update:
        if (values.kind(c.arguments[0]) != value::type::list) {
          throw std::invalid_argument(fmt::format("{}: argument 1 must be a list, not {}",
                                                  op.function, to_string(op.arguments[0])));
        }
        c.pure = c.pure || (c.code != intersection_update && values.parts(c.arguments[0]).empty());
        break;
      default:
        break;
    }
  }

  static bool has(const state& s, word element) { return std::ranges::binary_search(s, element); }
  static void put(state& s, word element) {
    const auto at = std::ranges::lower_bound(s, element);
    if (at == s.end() || *at != element) {
      s.insert(at, element);
    }
  }
  static void erase(state& s, word element) { s.erase(std::ranges::lower_bound(s, element)); }

  // Any one. Where nobody has said which, as for an explanation, it is the first.
  static bool popped(state& s, const call& c, const reply& answer) {
    if (s.empty()) {
      return answer.is(c, value_table::key_error);
    }
    const word element = has(s, c.result) ? c.result : s.front();
    erase(s, element);
    return answer.is(c, element);
  }

  // As a list, in whatever order.
  static bool copied(const state& s, const call& c, const reply& answer) {
    if (!c.open && answer.values().kind(c.result) == value::type::list) {
      const auto seen = answer.values().parts(c.result);
      if (std::ranges::is_permutation(seen, s)) {
        return answer.is(c, c.result);
      }
    }
    return answer.is_list(c, s);
  }

  static bool at_element(state& s, const call& c, const reply& answer) {
    const word element = c.arguments[0];
    const bool is_there = has(s, element);
    switch (c.code) {
      case contains:
        return answer.is_truth(c, is_there);
      case add:
        put(s, element);
        return answer.is(c, value_table::none);
      default:  // discard, remove
        if (!is_there && c.code == remove_) {
          return answer.is(c, value_table::key_error);
        }
        if (is_there) {
          erase(s, element);
        }
        return answer.is(c, value_table::none);
    }
  }

  value initial_;
};

}  // namespace

std::shared_ptr<const model> make_set(value initial) {
  return std::make_shared<set_model>(std::move(initial));
}

}  // namespace suture::linearizability
