#include "checkers/linearizability/allowance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>

namespace suture::linearizability {
namespace {

// From "Thread Safety Guarantees" in CPython's library reference (Doc/library/threadsafety.rst).
// Not in the table: list.remove and the dict's writers, whose comparisons may run Python code; the
// values of a history are of built-in types, for which that page promises the lock is kept.
std::vector<allowance> make_documented() {
  const std::string page = "Doc/library/threadsafety.rst, ";
  const std::vector<std::string> readers = {"get", "len", "contains", "index", "count"};
  const std::string piecemeal = page + "list: traverses the list with atomic reads of each item";
  const std::string shifts = page + "list: lock-free operations may observe it half done";
  return {
      {"list", "contains", -1, {}, piecemeal},
      {"list", "index", -1, {}, piecemeal},
      {"list", "count", -1, {}, piecemeal},
      {"list", "sort", -1, readers, page + "list: appears empty for the duration of the sort"},
      {"list", "insert", -1, readers, shifts},
      {"list", "pop", 1, readers, shifts},
      {"dict",
       "update",
       -1,
       {"getitem", "get", "contains", "len"},
       page + "dict: atomic for each item; lookups and len take no lock"},
  };
}

bool names_function(const allowance& rule, const operation& op) {
  return op.function == rule.function &&
         (rule.arguments < 0 || op.arguments.size() == static_cast<std::size_t>(rule.arguments));
}

// Answers whether any of a set of operations overlaps with a given one.
class overlaps {
 public:
  overlaps(const history& operations, const closure* order,
           const std::function<bool(std::size_t)>& member)
      : operations_(operations), order_(order) {
    for (std::size_t i = 0; i < operations.size(); ++i) {
      if (member(i)) {
        members_.push_back(i);
        ends_.emplace_back(operations[i].called, operations[i].returned);
      }
    }
    std::ranges::sort(ends_);
    for (std::size_t i = 1; i < ends_.size(); ++i) {
      ends_[i].second = std::max(ends_[i].second, ends_[i - 1].second);
    }
  }

  bool with(std::size_t i) const {
    const operation& op = operations_[i];
    if (order_ != nullptr) {
      return std::ranges::any_of(members_,
                                 [&](std::size_t member) { return order_->overlap(i, member); });
    }
    const auto later = std::ranges::upper_bound(ends_, op.returned, {}, &interval::first);
    return later != ends_.begin() && std::prev(later)->second >= op.called;
  }

 private:
  using interval = std::pair<std::int64_t, std::int64_t>;
  const history& operations_;
  const closure* order_;  // null: times say it
  std::vector<std::size_t> members_;
  std::vector<interval> ends_;  // called, and the latest return of all called so far
};

void apply(const allowance& rule, const history& operations, const closure* order,
           const std::vector<bool>& pure, std::vector<const allowance*>& rules) {
  const bool reads_piecemeal = rule.observers.empty();
  const overlaps culprits(operations, order, [&](std::size_t i) {
    return reads_piecemeal ? !pure[i] : names_function(rule, operations[i]);
  });
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const bool concerned =
        reads_piecemeal
            ? names_function(rule, operations[i])
            : std::ranges::find(rule.observers, operations[i].function) != rule.observers.end();
    if (concerned && rules[i] == nullptr && culprits.with(i)) {
      rules[i] = &rule;
    }
  }
}

}  // namespace

std::string allowance::name() const {
  return arguments < 0 ? fmt::format("{}.{}", model, function)
                       : fmt::format("{}.{}/{}", model, function, arguments);
}

std::span<const allowance> documented_allowances() {
  static const std::vector<allowance> table = make_documented();
  return table;
}

std::vector<allowance> allowances_named(std::string_view text, std::string_view model) {
  std::vector<allowance> of_model;
  std::vector<std::string> names;
  for (const allowance& rule : documented_allowances()) {
    if (rule.model == model) {
      of_model.push_back(rule);
      names.push_back(rule.name().substr(model.size() + 1));
    }
  }
  if (text == "documented") {
    return of_model;
  }
  std::vector<allowance> chosen;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view name = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (name.starts_with(model) && name.substr(model.size()).starts_with('.')) {
      name.remove_prefix(model.size() + 1);
    }
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      const std::vector<std::string_view> known(names.begin(), names.end());
      const std::string_view meant = nearest(name, known);
      throw std::invalid_argument(
          fmt::format("'{}' is not documented as non-atomic for model {}{}", name, model,
                      meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant)));
    }
    chosen.push_back(of_model[static_cast<std::size_t>(found - names.begin())]);
  }
  return chosen;
}

std::vector<excuse> excused(const history& operations, std::span<const allowance> allowances,
                            std::string_view model, const std::vector<bool>& pure,
                            const precedence* order) {
  std::vector<const allowance*> rules(operations.size(), nullptr);
  std::optional<closure> known;
  if (order != nullptr) known.emplace(operations, *order);
  for (const allowance& rule : allowances) {
    if (rule.model == model) {
      apply(rule, operations, known ? &*known : nullptr, pure, rules);
    }
  }
  std::vector<excuse> found;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i] != nullptr) {
      found.push_back({static_cast<word>(i), rules[i]});
    }
  }
  return found;
}

}  // namespace suture::linearizability
