#include <fmt/format.h>
#include <sys/personality.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/exit_status.hpp"
#include "cli/modules.hpp"
#include "cli/modules/together.hpp"
#include "model/native/body.hpp"
#include "model/native/module.hpp"

namespace cli {

namespace {

using suture::native::module;

struct loaded {
  module code;
  std::string named;  // as on the command line
  scenarios::registry all;
  std::deque<scenarios::variant> of_operations;  // those that were asked for

  explicit loaded(const std::string& path) : code(path), named(path) {}
};
std::unique_ptr<loaded> present;

std::vector<std::string> own_arguments() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> all;
  for (std::string one; std::getline(in, one, '\0');) all.push_back(one);
  return all;
}

// Code that hashes addresses does the same in every process only where these are the same. So this
// process begins anew, once, without randomisation; where that is not allowed it goes on as it is.
// And functions must be bound when they are called, not before the runtime has had its say.
void settle_addresses() {
  constexpr unsigned long ask = 0xFFFFFFFF;
  const int now = personality(ask);
  const bool bound_at_once = std::getenv("LD_BIND_NOW") != nullptr;
  const bool settled = now == -1 || (now & ADDR_NO_RANDOMIZE) != 0;
  if (settled && !bound_at_once) return;
  unsetenv("LD_BIND_NOW");
  if (!settled && personality(static_cast<unsigned long>(now | ADDR_NO_RANDOMIZE)) == -1 &&
      !bound_at_once) {
    return;
  }
  std::vector<std::string> arguments = own_arguments();
  std::vector<char*> words;
  for (std::string& a : arguments) words.push_back(a.data());
  words.push_back(nullptr);
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  execv(self.c_str(), words.data());
}

const module::scenario* scenario_of(const scenarios::variant& v) {
  if (present == nullptr || present->all.find(v.id) != &v) return nullptr;
  for (const module::scenario& s : present->code.scenarios()) {
    if (s.name == v.id) return &s;
  }
  return nullptr;
}

scenarios::variant described(const module& m, const module::scenario& s) {
  scenarios::variant v;
  v.id = s.name;
  const std::string file = m.path().substr(m.path().rfind('/') + 1);
  v.summary = fmt::format("{} of {}", s.function, file);
  v.provenance = fmt::format("{}:{}", s.file, s.line);
  v.expected = s.expected;
  v.threads = 0;
  v.around.stack_bytes = stack_bytes;
  return v;
}

// As a word that a shell takes for this path and nothing else.
std::string in_a_shell(const std::string& path) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-+/,:=@%").find(c) != std::string_view::npos;
  };
  if (std::ranges::all_of(path, plain)) return path;
  std::string word = "'";
  for (const char c : path) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

// Is it one of `of_operations`?
bool is_of_operations(const scenarios::variant& v) {
  return present != nullptr &&
         std::ranges::any_of(present->of_operations, [&](const auto& one) { return &one == &v; });
}

}  // namespace

const scenarios::registry& load_module(const std::string& path) {
  if (present != nullptr) throw wrong_use(fmt::format("{}: one module at a time", path));
  settle_addresses();
  try {
    present = std::make_unique<loaded>(path);
    for (const module::scenario& s : present->code.scenarios()) {
      present->all.add(described(present->code, s), scenarios::backend::engine, s.run);
    }
  } catch (const suture::native::module_error& e) {
    throw wrong_use(e.what());
  } catch (const std::invalid_argument& e) {
    throw wrong_use(fmt::format("{}: {}", path, e.what()));
  }
  return present->all;
}

std::vector<pairs_operation> operations_of_module() {
  std::vector<pairs_operation> all;
  for (const module::operation& o : present->code.operations()) {
    all.push_back({o.family, o.name, o.is_atomic});
  }
  return all;
}

const scenarios::variant* variant_of_module(const std::string& id) {
  if (const scenarios::variant* v = present->all.find(id)) return v;
  if (!names_operations(present->code, id)) return nullptr;
  scenarios::variant v;
  v.id = id;
  v.summary = "operations at the same time";
  v.around.stack_bytes = stack_bytes;
  present->of_operations.push_back(std::move(v));
  return &present->of_operations.back();
}

std::function<void()> body_on_engine(const scenarios::variant& v) {
  if (is_of_operations(v)) return body_of_operations(present->code, v.id);
  const module::scenario* const s = scenario_of(v);
  if (s == nullptr) return v.on(scenarios::backend::engine);
  return suture::native::body_of(present->code, s->run);
}

bool runs_alone(const scenarios::variant& v) {
  return is_of_operations(v) || scenario_of(v) != nullptr;
}

std::string replay_command(const scenarios::variant& v) {
  if (!runs_alone(v)) return "suture replay {}";
  std::string path = in_a_shell(present->named);
  for (std::size_t at = 0; (at = path.find_first_of("{}", at)) != std::string::npos; at += 2) {
    path.insert(at, 1, path[at]);
  }
  return fmt::format("suture replay {} {{}}", path);
}

}  // namespace cli
