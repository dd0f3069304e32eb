#include "scenarios/generated/case.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace scenarios::generated {

namespace {

constexpr std::string_view family = "generated.";
constexpr std::string_view thread_names = "abc";

std::string text_of(const std::vector<step>& steps) {
  std::string text;
  for (const step& s : steps) {
    if (!text.empty()) text += '_';
    text += s.operation->name;
    for (std::size_t i = 0; i < s.arguments.size(); ++i) {
      if (i > 0) text += 'x';
      if (s.arguments[i] < 0) text += 'n';
      text += std::to_string(std::abs(s.arguments[i]));
    }
  }
  return text;
}

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw std::invalid_argument("'" + std::string(text) + "' is no generated case: " + why);
}

// Splits off the text before the first `separator`, or all of it.
std::string_view cut(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view head = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return head;
}

int parse_argument(std::string_view text) {
  const bool negative = text.starts_with('n');
  if (negative) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || number > 1'000) {
    refuse(text, "an argument is a small number");
  }
  return negative ? -number : number;
}

// The operation is the longest name that the text begins with and that takes what is left.
step parse_step(const container& of, std::string_view text) {
  const signature* best = nullptr;
  step parsed;
  for (const signature& s : of.operations) {
    const std::string_view name = s.name;
    if (!text.starts_with(name) ||
        (best != nullptr && name.size() <= std::string_view(best->name).size())) {
      continue;
    }
    std::string_view rest = text.substr(name.size());
    const bool numbers = rest.find_first_not_of("0123456789nx") == std::string_view::npos;
    const std::size_t arity =
        rest.empty() ? 0 : static_cast<std::size_t>(std::count(rest.begin(), rest.end(), 'x')) + 1;
    const signature* exact = operation_named(of, name, arity);
    if (!numbers || exact == nullptr) continue;
    best = exact;
    parsed = {exact, {}};
    while (!rest.empty()) parsed.arguments.push_back(parse_argument(cut(rest, 'x')));
  }
  if (best == nullptr) refuse(text, std::string("there is no such operation of ") + of.name);
  if (parsed.arguments.size() != best->arity()) refuse(text, "an argument is missing");
  return parsed;
}

std::vector<step> parse_steps(const container& of, std::string_view text) {
  std::vector<step> steps;
  while (!text.empty()) steps.push_back(parse_step(of, cut(text, '_')));
  return steps;
}

void parse_axis(test_case& c, std::string_view axis, std::string_view whole) {
  const std::string_view name = cut(axis, '=');
  if (axis.empty()) refuse(whole, "an axis has no value");
  if (name == "prefix" && c.threads.empty() && c.prefix.empty()) {
    c.prefix = parse_steps(*c.of, axis);
  } else if (name == "without") {
    if (std::ranges::find(c.of->entries, axis) == c.of->entries.end()) {
      refuse(whole, "there is no such entry point");
    }
    c.without = axis;
  } else if (name == "told" && axis == "yes") {
    c.told = true;
  } else if (name.size() == 1 && thread_names.find(name) == c.threads.size()) {
    c.threads.push_back(parse_steps(*c.of, axis));
  } else {
    refuse(whole, "it reads prefix=…,a=…,b=…,c=…,without=…,told=yes");
  }
}

}  // namespace

std::string id_of(const test_case& c) {
  std::string id = std::string(family) + c.of->name + "/";
  if (!c.prefix.empty()) id += "prefix=" + text_of(c.prefix) + ",";
  for (std::size_t t = 0; t < c.threads.size(); ++t) {
    id += thread_names[t];
    id += "=" + text_of(c.threads[t]) + ",";
  }
  if (!c.without.empty()) id += "without=" + c.without + ",";
  if (c.told) id += "told=yes,";
  id.pop_back();
  return id;
}

test_case parse_id(std::string_view id) {
  if (!id.starts_with(family)) refuse(id, "its family is not 'generated'");
  std::string_view rest = id.substr(family.size());
  test_case c;
  c.of = container_named(cut(rest, '/'));
  if (c.of == nullptr) refuse(id, "there is no such container");
  while (!rest.empty()) parse_axis(c, cut(rest, ','), id);
  if (c.threads.size() < 2) refuse(id, "it takes two threads at least");
  if (id_of(c) != id) refuse(id, "it is written in another way");
  return c;
}

std::string to_string(const step& s) {
  std::string text = s.operation->name + std::string("(");
  for (std::size_t i = 0; i < s.arguments.size(); ++i) {
    text += (i > 0 ? ", " : "") + std::to_string(s.arguments[i]);
  }
  return text + ")";
}

}  // namespace scenarios::generated
