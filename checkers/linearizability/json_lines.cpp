#include "checkers/linearizability/json_lines.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/json_depth.hpp"

namespace suture::linearizability {
namespace {

using json = nlohmann::ordered_json;  // a dict's items keep their order

constexpr int deepest = 100;  // values are handled by recursion

// What is wrong with a line; read_json_lines adds its number.
struct complaint : std::runtime_error {
  using runtime_error::runtime_error;
};

std::string shortened(const json& member) {
  constexpr std::size_t longest = 40;
  const std::string text = member.dump();
  return text.size() > longest ? std::string(member.type_name()) : text;
}

std::int64_t integer(const json& member, std::string_view name) {
  const bool too_large = member.is_number_unsigned() &&
                         member.get<std::uint64_t>() > static_cast<std::uint64_t>(pending);
  if (!member.is_number_integer() || too_large) {
    throw complaint(
        fmt::format("{} must be an integer of 64 bits, not {}", name, shortened(member)));
  }
  return member.get<std::int64_t>();
}

value converted(const json& member, int depth = 0) {
  if (depth > deepest) {
    throw complaint(fmt::format("a value is nested more than {} deep", deepest));
  }
  switch (member.type()) {
    case json::value_t::null:
      return {};
    case json::value_t::boolean:
      return member.get<bool>();
    case json::value_t::number_float:
      return member.get<double>();
    case json::value_t::string:
      return member.get<std::string>();
    case json::value_t::array: {
      std::vector<value> elements;
      for (const json& element : member) {
        elements.push_back(converted(element, depth + 1));
      }
      return value::list(std::move(elements));
    }
    case json::value_t::object: {
      std::vector<std::pair<value, value>> items;
      for (const auto& [key, content] : member.items()) {
        items.emplace_back(value(key), converted(content, depth + 1));
      }
      return value::dict(std::move(items));
    }
    default:
      return integer(member, "a number");
  }
}

const json& needed(const json& line, const char* name) {
  const auto found = line.find(name);
  if (found == line.end()) {
    throw complaint(fmt::format("'{}' is missing", name));
  }
  return *found;
}

// Times at the ends of the range have a meaning of their own (pending, unknown).
std::int64_t time(const json& member, const char* name) {
  const std::int64_t t = integer(member, fmt::format("'{}'", name));
  if (t == pending || t == unknown) {
    throw complaint(fmt::format("'{}' is out of range: {}", name, t));
  }
  return t;
}

std::string text(const json& member, const char* name) {
  if (!member.is_string()) {
    throw complaint(fmt::format("'{}' must be a string, not {}", name, shortened(member)));
  }
  return member.get<std::string>();
}

std::uint32_t process(const json& member) {
  const std::int64_t number = integer(member, "'process'");
  if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
    throw complaint(fmt::format("'process' is out of range: {}", number));
  }
  return static_cast<std::uint32_t>(number);
}

std::vector<value> arguments(const json& line) {
  const auto found = line.find("arguments");
  if (found == line.end()) {
    return {};
  }
  if (!found->is_array()) {
    throw complaint(fmt::format("'arguments' must be a list, not {}", shortened(*found)));
  }
  std::vector<value> all;
  for (const json& argument : *found) {
    all.push_back(converted(argument));
  }
  return all;
}

value result(const json& line, bool is_pending) {
  const auto found = line.find("result");
  const auto raised = line.find("raises");
  if (raised != line.end()) {
    if (found != line.end() && !found->is_null()) {
      throw complaint("both 'result' and 'raises': an operation that raises returns nothing");
    }
    return value::error(text(*raised, "raises"));
  }
  if (found == line.end() && !is_pending) {
    throw complaint("'result' is missing, although the operation returned (null is None)");
  }
  return found == line.end() ? value() : converted(*found);
}

operation operation_of(const json& line) {
  if (!line.is_object()) {
    throw complaint(fmt::format("an operation is an object, not {}", shortened(line)));
  }
  operation op;
  op.process = process(needed(line, "process"));
  op.called = time(needed(line, "call"), "call");
  const json& returned = needed(line, "return");
  op.returned = returned.is_null() ? pending : time(returned, "return");
  op.function = text(needed(line, "function"), "function");
  op.arguments = arguments(line);
  op.result = result(line, op.is_pending());
  if (const auto step = line.find("step"); step != line.end() && !step->is_null()) {
    op.effect = time(*step, "step");
  }
  return op;
}

json parsed(const std::string& line) {
  // An operation holds its arguments, which hold values.
  if (const auto place = nests_deeper_than(line, deepest + 2)) {
    throw complaint(
        fmt::format("nested more than {} deep from column {} on", deepest + 2, *place + 1));
  }
  try {
    return json::parse(line);
  } catch (const json::parse_error& error) {
    throw complaint(fmt::format("not JSON from column {} on", error.byte));
  } catch (const json::exception& error) {
    throw complaint(fmt::format("not JSON: {}", error.what()));
  }
}

}  // namespace

lines_read read_json_lines(std::istream& in) {
  lines_read all;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    try {
      all.operations.push_back(operation_of(parsed(line)));
      all.lines.push_back(number);
    } catch (const complaint& problem) {
      throw bad_line(number, problem.what());
    }
  }
  return all;
}

}  // namespace suture::linearizability
