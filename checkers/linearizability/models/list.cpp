#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "checkers/linearizability/models/models.hpp"
#include "checkers/linearizability/models/slice.hpp"

namespace suture::linearizability {
namespace {

enum code : std::uint8_t {
  append,
  pop,
  insert,
  get,
  set,
  del,
  len,
  clear,
  extend,
  contains,
  index,
  count,
  remove_,
  reverse,
  sort,
  copy,
  slice
};

constexpr signature table[] = {
    {"append", append, 1, 1},           {"pop", pop, 0, 1},           {"insert", insert, 2, 2},
    {"get", get, 1, 1, true},           {"set", set, 2, 2},           {"del", del, 1, 1},
    {"len", len, 0, 0, true},           {"clear", clear, 0, 0},       {"extend", extend, 1, 1},
    {"contains", contains, 1, 1, true}, {"index", index, 1, 1, true}, {"count", count, 1, 1, true},
    {"remove", remove_, 1, 1},          {"reverse", reverse, 0, 0},   {"sort", sort, 0, 1},
    {"copy", copy, 0, 0, true},         {"slice", slice, 2, 3, true},
};

// The state is the elements, one word each.
class list_model final : public model {
 public:
  explicit list_model(value initial) : initial_(std::move(initial)) {}

  std::string_view name() const override { return "list"; }
  std::span<const signature> functions() const override { return table; }

  void initial(state& out, std::span<const call* const>, value_table& values) const override {
    for (const value& element : initial_.elements()) {
      out.push_back(values.number(element));
    }
  }

  bool step(state& s, const call& c, const reply& answer) const override {
    switch (c.code) {
      case append:
        s.push_back(c.arguments[0]);
        return answer.is(c, value_table::none);
      case extend: {
        const std::span<const word> more = answer.values().parts(c.arguments[0]);
        s.insert(s.end(), more.begin(), more.end());
        return answer.is(c, value_table::none);
      }
      case clear:
        s.clear();
        return answer.is(c, value_table::none);
      case reverse:
        std::ranges::reverse(s);
        return answer.is(c, value_table::none);
      case sort:
        return sorted(s, c, answer);
      case insert:
        inserted(s, c, answer);
        return answer.is(c, value_table::none);
      case pop:
      case get:
      case set:
      case del:
        return at_index(s, c, answer);
      case index:
      case remove_:
        return at_value(s, c, answer);
      default:
        return looked_at(s, c, answer);
    }
  }

  std::string describe(const state& s, const value_table& values) const override {
    std::string out = "[";
    for (const word element : s) {
      out += (out.size() > 1 ? ", " : "") + to_string(values.shown(element));
    }
    return out + "]";
  }

 private:
  void refine(call& c, const operation& op, value_table& values) const override {
    const auto require = [&](std::size_t which, bool good, std::string_view kind) {
      if (!good) {
        throw std::invalid_argument(fmt::format("{}: argument {} must be {}, not {}", op.function,
                                                which + 1, kind, to_string(op.arguments[which])));
      }
    };
    const bool indexed = c.code == get || c.code == set || c.code == del || c.code == insert ||
                         (c.code == pop && !c.arguments.empty());
    if (indexed || (c.code == sort && !c.arguments.empty())) {
      require(0, values.as_integer(c.arguments[0]).has_value(), "an integer");
    }
    if (c.code == extend) {
      require(0, values.kind(c.arguments[0]) == value::type::list, "a list");
      c.pure = c.pure || values.parts(c.arguments[0]).empty();
    }
    for (std::size_t i = 0; c.code == slice && i < c.arguments.size(); ++i) {
      const word bound = c.arguments[i];
      require(i, bound == value_table::none || values.as_integer(bound), "an integer or None");
    }
  }

  // Where index argument 0 points to, counted from the end if negative; size() if to nowhere.
  static std::size_t place(const state& s, const call& c, const value_table& values) {
    const auto size = static_cast<std::int64_t>(s.size());
    const std::int64_t wanted = c.arguments.empty() ? -1 : *values.as_integer(c.arguments[0]);
    const bool inside = wanted >= -size && wanted < size;
    return static_cast<std::size_t>(inside ? (wanted < 0 ? wanted + size : wanted) : size);
  }

  static bool at_index(state& s, const call& c, const reply& answer) {
    const std::size_t where = place(s, c, answer.values());
    if (where == s.size()) {
      return answer.is(c, value_table::index_error);
    }
    const word element = s[where];
    if (c.code == set) {
      s[where] = c.arguments[1];
    } else if (c.code != get) {
      s.erase(s.begin() + static_cast<std::ptrdiff_t>(where));
    }
    return answer.is(c, c.code == get || c.code == pop ? element : value_table::none);
  }

  static bool at_value(state& s, const call& c, const reply& answer) {
    const auto found = std::ranges::find(s, c.arguments[0]);
    if (found == s.end()) {
      return answer.is(c, value_table::value_error);
    }
    if (c.code == index) {
      return answer.is(c, answer.values().integer(found - s.begin()));
    }
    s.erase(found);
    return answer.is(c, value_table::none);
  }

  static bool looked_at(const state& s, const call& c, const reply& answer) {
    switch (c.code) {
      case len:
        return answer.is(c, answer.values().integer(std::ssize(s)));
      case contains:
        return answer.is_truth(c, std::ranges::find(s, c.arguments[0]) != s.end());
      case count:
        return answer.is(c, answer.values().integer(std::ranges::count(s, c.arguments[0])));
      case copy:
        return answer.is_list(c, s);
      default: {
        const auto part = sliced(s, c.arguments, answer.values());
        return part ? answer.is_list(c, *part) : answer.is(c, value_table::value_error);
      }
    }
  }

  // An index beyond either end means that end.
  static void inserted(state& s, const call& c, const reply& answer) {
    const std::int64_t size = std::ssize(s);
    const std::int64_t wanted = *answer.values().as_integer(c.arguments[0]);
    const std::int64_t from_start = wanted < 0 ? wanted + size : wanted;
    s.insert(s.begin() + std::clamp(from_start, std::int64_t{0}, size), c.arguments[1]);
  }

  // Stable, also in reverse. Like Python's, it may compare any two neighbours, so it raises where
  // two neighbours cannot be compared.
  static bool sorted(state& s, const call& c, const reply& answer) {
    const value_table& values = answer.values();
    for (std::size_t i = 1; i < s.size(); ++i) {
      if (!values.less(s[i], s[i - 1])) {
        return answer.is(c, value_table::type_error);
      }
    }
    const bool down = !c.arguments.empty() && *values.as_integer(c.arguments[0]) != 0;
    std::ranges::stable_sort(
        s, [&](word a, word b) { return values.less(down ? b : a, down ? a : b).value_or(false); });
    return answer.is(c, value_table::none);
  }

  value initial_;
};

}  // namespace

std::shared_ptr<const model> make_list(value initial) {
  return std::make_shared<list_model>(std::move(initial));
}

}  // namespace suture::linearizability
