#include "tests/support/json_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>

namespace suture {

namespace {

using nlohmann::json;

bool is_of_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  throw std::runtime_error("no type of JSON Schema: " + type);
}

class validation {
 public:
  explicit validation(const json& schema) : root_(schema) {}

  void check(const json& schema, const json& value, const std::string& at) {
    for (const auto& [word, wanted] : schema.items()) apply(word, wanted, schema, value, at);
  }
  std::string faults() const { return faults_; }

 private:
  void fault(const std::string& at, const std::string& what) {
    faults_ += fmt::format("{}: {}\n", at.empty() ? "/" : at, what);
  }

  void apply(const std::string& word, const json& wanted, const json& schema, const json& value,
             const std::string& at) {
    static const std::set<std::string> silent{"$schema", "$id",         "$defs",
                                              "title",   "description", "additionalProperties"};
    if (silent.contains(word)) return;
    if (word == "$ref") return check(named(wanted), value, at);
    if (word == "anyOf") return any_of(wanted, value, at);
    if (word == "type") return type(wanted, value, at);
    if (word == "const" || word == "enum") return one_of(word, wanted, value, at);
    if (word == "required" || word == "properties") return members(word, wanted, schema, value, at);
    if (word == "items" || word == "minItems") return elements(word, wanted, value, at);
    if (word == "minimum") {
      if (value.is_number() && value < wanted) fault(at, "is below " + wanted.dump());
    } else if (word == "pattern") {
      const std::regex all(wanted.get<std::string>());
      if (value.is_string() && !std::regex_search(value.get<std::string>(), all)) {
        fault(at, fmt::format("{} does not match {}", value.dump(), wanted.dump()));
      }
    } else {
      throw std::runtime_error("this validator does not know " + word);
    }
  }

  const json& named(const json& reference) const {
    return root_.at(json::json_pointer(reference.get<std::string>().substr(1)));
  }

  void any_of(const json& wanted, const json& value, const std::string& at) {
    const bool fits = std::ranges::any_of(wanted, [&](const json& one) {
      validation alone(root_);
      alone.check(one, value, at);
      return alone.faults().empty();
    });
    if (!fits) fault(at, "is none of what it may be: " + value.dump());
  }

  void type(const json& wanted, const json& value, const std::string& at) {
    const json all = wanted.is_array() ? wanted : json{wanted};
    if (std::ranges::none_of(all, [&](const json& t) { return is_of_type(value, t); })) {
      fault(at, fmt::format("is {}, not {}", value.type_name(), wanted.dump()));
    }
  }

  void one_of(const std::string& word, const json& wanted, const json& value,
              const std::string& at) {
    const json all = word == "const" ? json{wanted} : wanted;
    if (std::ranges::find(all, value) == all.end()) {
      fault(at, fmt::format("is {}, not one of {}", value.dump(), all.dump()));
    }
  }

  void members(const std::string& word, const json& wanted, const json& schema, const json& value,
               const std::string& at) {
    if (!value.is_object()) return;
    if (word == "required") {
      for (const json& name : wanted) {
        if (!value.contains(name)) fault(at, "has no " + name.dump());
      }
      return;
    }
    const bool closed = schema.contains("additionalProperties");
    for (const auto& [name, member] : value.items()) {
      if (wanted.contains(name)) {
        check(wanted.at(name), member, at + '/' + name);
      } else if (closed) {
        fault(at, "may not have " + name);
      }
    }
  }

  void elements(const std::string& word, const json& wanted, const json& value,
                const std::string& at) {
    if (!value.is_array()) return;
    if (word == "minItems") {
      if (value.size() < wanted) fault(at, "has too few elements");
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i)
      check(wanted, value[i], fmt::format("{}/{}", at, i));
  }

  const json& root_;
  std::string faults_;
};

}  // namespace

std::string faults_against(const json& schema, const json& value) {
  validation all(schema);
  all.check(schema, value, "");
  return all.faults();
}

}  // namespace suture
