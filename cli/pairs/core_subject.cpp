// The interpreter core's list and dict, over sync::. A cell is a generated case, so its token is
// one that 'suture replay' knows; and the model of the container says what is atomic.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <span>
#include <string_view>

#include "cli/exit_status.hpp"
#include "cli/generated.hpp"
#include "cli/pairs/subject.hpp"
#include "scenarios/generated/draw.hpp"

namespace cli {

namespace {

// An operation and its arguments, as ids of generated cases have them; # is a number that no other
// operation of the run has.
struct chosen {
  std::string_view name, step;
};

struct chosen_container {
  std::string_view name;
  std::string_view prefix;  // one more makes the container grow
  std::span<const chosen> operations;
};

constexpr chosen of_list[] = {
    {"append", "append#"},     {"get", "get0"},       {"set", "set0x#"},
    {"insert", "insert0x#"},   {"pop", "pop"},        {"pop_at", "pop0"},
    {"extend", "extend#x#"},   {"remove", "remove1"}, {"index", "index2"},
    {"contains", "contains1"}, {"len", "len"},        {"clear", "clear"},
    {"reverse", "reverse"},    {"sort", "sort"},      {"slice", "slice0x2"},
    {"copy", "copy"},
};
constexpr chosen of_dict[] = {
    {"get", "get0"},         {"set", "set8x#"},
    {"replace", "set0x#"},   {"setdefault", "setdefault8x#"},
    {"del", "del0"},         {"pop", "pop1"},
    {"popitem", "popitem"},  {"contains", "contains0"},
    {"len", "len"},          {"clear", "clear"},
    {"update", "update1x#"}, {"copy", "copy"},
    {"iterate", "iterate"},
};
constexpr chosen_container containers[] = {
    {"list", "append0_append1_append2_append3", of_list},
    {"dict", "set0x20_set1x21_set2x22_set3x23_set4x24", of_dict},
};
constexpr unsigned first_number = 30;  // beyond those of the prefixes

class core_subject : public pairs_subject {
 public:
  core_subject(const chosen_container& of, std::string without)
      : of_(of), without_(std::move(without)) {}

  std::vector<pairs_operation> operations() const override {
    std::vector<pairs_operation> all;
    for (const chosen& o : of_.operations) {
      all.push_back({std::string(of_.name), std::string(o.name)});
    }
    return all;
  }

  const scenarios::variant* variant_of(const pairs_cell& c, pairs_run how) override {
    if (how == pairs_run::in_one_thread) return nullptr;  // the model knows
    std::string id = fmt::format("generated.{}/prefix={}", of_.name, of_.prefix);
    unsigned number = first_number;
    for (std::size_t t = 0; t < c.threads.size(); ++t) {
      id += fmt::format(",{}=", static_cast<char>('a' + t));
      for (std::size_t i = 0; i < c.threads[t].size(); ++i) {
        id += (i == 0 ? "" : "_") + step_of(c.threads[t][i], number++);
      }
    }
    if (!without_.empty()) id += ",without=" + without_;
    variants_.push_back({.id = std::move(id)});
    return &variants_.back();
  }

 private:
  std::string step_of(const std::string& operation, unsigned number) const {
    std::string step;
    for (const char c : std::ranges::find(of_.operations, operation, &chosen::name)->step) {
      step += c == '#' ? fmt::format("{}", number) : std::string(1, c);
    }
    return step;
  }

  const chosen_container& of_;
  const std::string without_;
  std::deque<scenarios::variant> variants_;
};

}  // namespace

std::unique_ptr<pairs_subject> subject_of_core(const std::string& name) {
  const auto drawn = drawn_from(name);
  const auto found = std::ranges::find_if(
      containers, [&](const chosen_container& c) { return drawn && c.name == drawn->of->name; });
  if (found != std::end(containers)) {
    return std::make_unique<core_subject>(*found, drawn->without);
  }
  throw wrong_use(
      fmt::format("'{}' has no operations; there are generated.list and generated.dict", name));
}

}  // namespace cli
