#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "checkers/linearizability/models/dict_state.hpp"
#include "checkers/linearizability/models/models.hpp"

namespace suture::linearizability {
namespace {

enum code : std::uint8_t {
  getitem,
  get,
  set,
  setdefault,
  del,
  pop,
  popitem,
  contains,
  len,
  clear,
  update,
  copy,
  keys,
  values_,
  items
};

constexpr signature table[] = {
    {"getitem", getitem, 1, 1, true},
    {"get", get, 1, 2, true},
    {"set", set, 2, 2},
    {"setdefault", setdefault, 1, 2},
    {"del", del, 1, 1},
    {"pop", pop, 1, 2},
    {"popitem", popitem, 0, 0},
    {"contains", contains, 1, 1, true},
    {"len", len, 0, 0, true},
    {"clear", clear, 0, 0},
    {"update", update, 1, 1},
    {"copy", copy, 0, 0, true},
    {"keys", keys, 0, 0, true},
    {"values", values_, 0, 0, true},
    {"items", items, 0, 0, true},
};

// Whether the order of the items matters to the call. Not to a read that may return anything.
bool sees_order(const call& c, const value_table& values) {
  switch (c.code) {
    case popitem:
      return true;
    case keys:
    case values_:
    case items:
      return !c.open;
    case copy:
      return !c.open && values.kind(c.result) == value::type::list;
    default:
      return false;
  }
}

class dict_model final : public model {
 public:
  explicit dict_model(value initial) : initial_(std::move(initial)) {}

  std::string_view name() const override { return "dict"; }
  std::span<const signature> functions() const override { return table; }

  // Inserting one key and inserting another commute only while nobody looks at the order.
  void relate(std::span<call> calls, const value_table& values) const override {
    if (std::ranges::any_of(calls, [&](const call& c) { return sees_order(c, values); })) {
      for (call& c : calls) {
        const bool inserts = c.code == set || c.code == setdefault || c.code == update;
        c.key = inserts && !c.pure ? whole_object : c.key;
      }
    }
  }

  void initial(state& out, std::span<const call* const> calls, value_table& values) const override {
    const bool ordered = calls.empty() || std::ranges::any_of(calls, [&](const call* c) {
                           return sees_order(*c, values);
                         });
    out = empty_dict(ordered);
    const std::vector<value>& flat = initial_.elements();
    for (std::size_t i = 0; i + 1 < flat.size(); i += 2) {
      const word key = values.number(flat[i]);
      put_item(out, find_key(out, key), key, values.number(flat[i + 1]));
    }
  }

  bool step(state& s, const call& c, const reply& answer) const override {
    switch (c.code) {
      case popitem:
        return popped_item(s, c, answer);
      case len:
        return answer.is(c, answer.values().integer(static_cast<std::int64_t>(s.size() / 2)));
      case clear:
        s.resize(1);
        return answer.is(c, value_table::none);
      case update:
        for (std::size_t i = 0; i < c.arguments.size(); i += 2) {
          put_item(s, find_key(s, c.arguments[i]), c.arguments[i], c.arguments[i + 1]);
        }
        return answer.is(c, value_table::none);
      case copy:
        return copied(s, c, answer);
      case keys:
        return answer.is_list(c, keys_of(s));
      case values_:
        return answer.is_list(c, values_of(s));
      case items:
        return answer.is_list(c, pairs_of(s, answer.values()));
      default:
        return at_key(s, c, answer);
    }
  }

  std::string describe(const state& s, const value_table& values) const override {
    std::string out = "{";
    for (std::size_t i = 1; i < s.size(); i += 2) {
      out += fmt::format("{}{}: {}", i > 1 ? ", " : "", to_string(values.shown(s[i])),
                         to_string(values.shown(s[i + 1])));
    }
    return out + "}";
  }

 private:
  void refine(call& c, const operation& op, value_table& values) const override {
    if (c.code == update) {
      refine_update(c, op, values);
    } else if (!c.arguments.empty()) {
      c.key = c.arguments[0];
    }
    if (c.code == setdefault && !c.open) {
      // What it returns was there before, unless it is the default.
      const word fallback = c.arguments.size() > 1 ? c.arguments[1] : value_table::none;
      c.pure = c.pure || c.result != fallback;
    }
  }

  // Keys and values in turn, in the order of the argument: the value's number has forgotten it.
  static void refine_update(call& c, const operation& op, value_table& values) {
    const value& argument = op.arguments[0];
    const bool is_dict = argument.kind() == value::type::dict;
    std::vector<value> flat;
    if (is_dict) {
      flat = argument.elements();
    } else if (argument.kind() == value::type::list) {
      for (const value& pair : argument.elements()) {
        if (pair.kind() != value::type::list || pair.elements().size() != 2) {
          throw std::invalid_argument("update: not a list of pairs: " + to_string(argument));
        }
        flat.insert(flat.end(), pair.elements().begin(), pair.elements().end());
      }
    } else {
      throw std::invalid_argument("update: argument 1 must be a dict or a list of pairs, not " +
                                  to_string(argument));
    }
    c.arguments.clear();
    for (const value& v : flat) {
      c.arguments.push_back(values.number(v));
    }
    c.pure = c.pure || flat.empty();
    c.key = flat.empty() ? whole_object : c.arguments[0];
    for (std::size_t i = 2; i < c.arguments.size(); i += 2) {
      if (c.arguments[i] != c.key) {
        c.key = whole_object;
      }
    }
  }

  static bool popped_item(state& s, const call& c, const reply& answer) {
    if (s.size() == 1) {
      return answer.is(c, value_table::key_error);
    }
    const word last[] = {s[s.size() - 2], s[s.size() - 1]};
    s.resize(s.size() - 2);
    return answer.is_list(c, last);
  }

  static bool copied(const state& s, const call& c, const reply& answer) {
    const bool as_pairs = !c.open && answer.values().kind(c.result) == value::type::list;
    return as_pairs ? answer.is_list(c, pairs_of(s, answer.values()))
                    : answer.is_dict(c, std::span(s).subspan(1));
  }

  static bool at_key(state& s, const call& c, const reply& answer) {
    const word key = c.arguments[0];
    const dict_place where = find_key(s, key);
    const bool has_fallback = c.arguments.size() > 1;
    const word fallback = has_fallback ? c.arguments[1] : value_table::none;
    const word content = where.found ? s[where.at + 1] : fallback;
    switch (c.code) {
      case get:
        return answer.is(c, content);
      case contains:
        return answer.is_truth(c, where.found);
      case set:
        put_item(s, where, key, fallback);
        return answer.is(c, value_table::none);
      case setdefault:
        put_item(s, where, key, content);
        return answer.is(c, content);
      case getitem:
        return answer.is(c, where.found ? content : value_table::key_error);
      default:  // del, pop
        if (!where.found) {
          return answer.is(c, has_fallback ? fallback : value_table::key_error);
        }
        erase_item(s, where.at);
        return answer.is(c, c.code == pop ? content : value_table::none);
    }
  }

  value initial_;
};

}  // namespace

std::shared_ptr<const model> make_dict(value initial) {
  return std::make_shared<dict_model>(std::move(initial));
}

}  // namespace suture::linearizability
