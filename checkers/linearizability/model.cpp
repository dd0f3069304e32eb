#include "checkers/linearizability/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "checkers/linearizability/models/models.hpp"

namespace suture::linearizability {
namespace {

constexpr std::string_view names[] = {"register", "list", "dict", "set"};

std::invalid_argument no_such_function(const model& spec, std::string_view function) {
  std::vector<std::string_view> known;
  for (const signature& s : spec.functions()) {
    known.push_back(s.name);
  }
  const std::string_view meant = nearest(function, known);
  return std::invalid_argument(
      meant.empty() ? fmt::format("model {} has no function '{}'; it has {}", spec.name(), function,
                                  fmt::join(known, ", "))
                    : fmt::format("model {} has no function '{}'; did you mean '{}'?", spec.name(),
                                  function, meant));
}

void check_count(const signature& s, const operation& op) {
  const std::size_t count = op.arguments.size();
  if (count >= s.least_arguments && count <= s.most_arguments) {
    return;
  }
  const std::string range = s.least_arguments == s.most_arguments
                                ? fmt::format("{}", s.least_arguments)
                                : fmt::format("{} to {}", s.least_arguments, s.most_arguments);
  throw std::invalid_argument(
      fmt::format("{} takes {} argument{}, not {}", s.name, range, range == "1" ? "" : "s", count));
}

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

bool reply::keep(value v) const {
  *answer_ = std::move(v);
  return true;
}

bool reply::is_list(const call& c, std::span<const word> elements) const {
  if (answer_ != nullptr) {
    return keep(values_.shown(values_.list(elements)));
  }
  return c.open || (values_.kind(c.result) == value::type::list &&
                    std::ranges::equal(values_.parts(c.result), elements));
}

bool reply::is_dict(const call& c, std::span<const word> items) const {
  if (answer_ != nullptr) {
    std::vector<std::pair<value, value>> content;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      content.emplace_back(values_.shown(items[i]), values_.shown(items[i + 1]));
    }
    return keep(value::dict(std::move(content)));
  }
  if (c.open || values_.kind(c.result) != value::type::dict) {
    return c.open;
  }
  std::vector<std::pair<word, word>> sorted;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    sorted.emplace_back(items[i], items[i + 1]);
  }
  std::ranges::sort(sorted);
  std::vector<word> flat;
  for (const auto& [key, content] : sorted) {
    flat.insert(flat.end(), {key, content});
  }
  return std::ranges::equal(values_.parts(c.result), flat);
}

call model::prepare(const operation& op, bool excused, value_table& values) const {
  const std::span<const signature> known = functions();
  const auto found = std::ranges::find(known, op.function, &signature::name);
  if (found == known.end()) {
    throw no_such_function(*this, op.function);
  }
  check_count(*found, op);
  call c;
  c.code = found->code;
  c.pure = found->pure;
  c.open = excused || op.is_pending();
  c.arguments.reserve(op.arguments.size());
  for (const value& argument : op.arguments) {
    c.arguments.push_back(values.number(argument));
  }
  if (!c.open) {
    c.result = values.number(op.result);
    c.pure = c.pure || values.is_error(c.result);
  }
  refine(c, op, values);
  return c;
}

std::span<const std::string_view> model_names() { return names; }

std::shared_ptr<const model> model_named(std::string_view name) {
  if (name == "register") {
    return make_register();
  }
  if (name == "list") {
    return make_list();
  }
  if (name == "dict") {
    return make_dict();
  }
  return name == "set" ? make_set() : nullptr;
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t least = name.size() / 2 + 2;  // more than half wrong is another word
  for (const std::string_view candidate : candidates) {
    const std::size_t d = distance(name, candidate);
    if (d < least && d < candidate.size()) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace suture::linearizability
