// suture ext: which builds of the interpreter would load an extension module, seen from outside.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"
#include "interp_core/ext/entry_points.hpp"
#include "report/json_text.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

using interp::elf::build;
using interp::elf::module_entries;

struct arguments {
  std::vector<std::string> files;
  bool json = false;
};

// A file with the modules in it, or what is wrong with it.
struct inspected {
  std::string file;
  std::vector<module_entries> modules;
  std::optional<std::string> problem;
};

inspected inspect(const std::string& file) {
  inspected result{file, {}, {}};
  try {
    result.modules = interp::elf::entry_points(text_of_file("ext", file));
  } catch (const interp::elf::bad_file& bad) {
    result.problem = fmt::format("ext: {}: {}", file, bad.what());
  } catch (const wrong_use& unreadable) {
    result.problem = unreadable.what();
  }
  return result;
}

std::string described(const module_entries& m) {
  if (m.has_legacy && m.has_nogil) return "both builds load it";
  const build missing = m.has_legacy ? build::without_gil : build::with_gil;
  return fmt::format("only the build {} a GIL loads it: it has no {}",
                     m.has_legacy ? "with" : "without", entry_point(missing, m.name));
}

std::string text_of(const inspected& one) {
  using suture::report::one_line;
  const std::string file = one_line(one.file);
  if (one.modules.empty()) {
    return fmt::format("{}: no extension module: it exports no function {}NAME or {}NAME\n", file,
                       interp::elf::legacy_prefix, interp::elf::nogil_prefix);
  }
  std::string text;
  for (const module_entries& m : one.modules) {
    text += fmt::format("{}: module {}: {}\n", file, one_line(m.name), one_line(described(m)));
  }
  return text;
}

std::string json_of(const std::vector<inspected>& all) {
  using json = nlohmann::ordered_json;
  json files = json::array();
  for (const inspected& one : all) {
    json modules = json::array();
    for (const module_entries& m : one.modules) {
      modules.push_back({{"name", m.name},
                         {"legacy_entry", m.has_legacy},
                         {"nogil_entry", m.has_nogil},
                         {"loaded_with_gil", m.serves(build::with_gil)},
                         {"loaded_without_gil", m.serves(build::without_gil)}});
    }
    files.push_back({{"file", one.file},
                     {"modules", modules},
                     {"problem", one.problem ? json(*one.problem) : json()}});
  }
  return suture::report::json_file({{"files", files}});
}

int inspect_all(const arguments& given) {
  std::vector<inspected> all;
  for (const std::string& file : given.files) all.push_back(inspect(file));
  int status = exit_status::as_expected;
  for (const inspected& one : all) {
    if (!one.problem) {
      if (!given.json) fmt::print("{}", text_of(one));
      continue;
    }
    std::fflush(stdout);
    fmt::print(stderr, "suture: {}\n", suture::report::one_line(*one.problem));
    status = exit_status::wrong_use;
  }
  if (given.json) fmt::print("{}", json_of(all));
  return status;
}

}  // namespace

action add_ext(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  CLI::App& ext = *app.add_subcommand(
      "ext",
      "Which builds of the interpreter core, with a GIL and without, would load an extension "
      "module.\nReads the library's dynamic symbols; none of its code is run.\n"
      "Exit status 0 if every file could be read, 2 if not.");
  ext.add_option("FILE", given->files, "Shared libraries, such as NAME.so")->required();
  ext.add_flag("--json", given->json, "As JSON");
  return [given] { return inspect_all(*given); };
}

}  // namespace cli
