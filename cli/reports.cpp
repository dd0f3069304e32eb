#include "cli/reports.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <set>
#include <system_error>

#include "cli/exit_status.hpp"
#include "cli/output.hpp"
#include "report/formats.hpp"
#include "report/source_root.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

namespace fs = std::filesystem;
using suture::report::destination;
using suture::report::format;
using suture::report::formats;
using suture::report::outcome;

// One report to write: the option that asked for it, and the file; - is stdout.
struct order {
  std::string option;
  std::string file;
  const format* as;
};

std::vector<order> orders_of(const report_options& how) {
  std::vector<order> all;
  for (const format& f : formats()) {
    const std::string option = fmt::format("--{}", f.name);
    if (const auto at = how.files.find(f.name); at != how.files.end() && !at->second.empty()) {
      all.push_back({option, at->second, &f});
    }
    if (!how.folder.empty()) {
      all.push_back({"--reports", (fs::path(how.folder) / f.file).string(), &f});
    }
  }
  for (const format& f : formats()) {
    const auto at = how.printed.find(f.name);
    if (at != how.printed.end() && at->second)
      all.push_back({fmt::format("--{}", f.name), "-", &f});
  }
  return all;
}

void make_folder(const std::string& folder) {
  std::error_code e;
  fs::create_directories(folder, e);
  if (e) throw wrong_use(fmt::format("--reports: cannot make {}: {}", folder, e.message()));
}

void relate(std::vector<outcome>& all) {
  std::error_code ignored;
  const fs::path root = suture::report::source_root(fs::current_path(ignored));
  for (outcome& o : all) {
    if (!o.finding) continue;
    for (outcome::place& p : o.finding->places) p.file = suture::report::relative_to(root, p.file);
  }
}

}  // namespace

void add_report_options(CLI::App& app, report_options& to) {
  for (const format& f : formats()) {
    const std::string option = fmt::format("--{}", f.name);
    if (f.to == destination::terminal) {
      app.add_flag(option, to.printed[std::string(f.name)], std::string(f.help));
    } else {
      app.add_option(option, to.files[std::string(f.name)], std::string(f.help))->type_name("FILE");
    }
  }
  app.add_option("--reports", to.folder, "Write all of these into this folder")
      ->type_name("FOLDER");
}

bool takes_stdout(const report_options& how) {
  for (const auto& [name, file] : how.files) {
    if (file == "-") return true;
  }
  return false;
}

void check_writable(const report_options& how) {
  if (!how.folder.empty()) make_folder(how.folder);
  std::map<std::string, std::string> taken;
  for (const order& o : orders_of(how)) {
    const auto [other, is_new] = taken.try_emplace(o.file, o.option);
    if (!is_new) {
      throw wrong_use(fmt::format("{} and {} both go to {}", other->second, o.option,
                                  o.file == "-" ? "stdout" : o.file));
    }
    if (o.file == "-") continue;
    if (const std::string fault = fault_of_opening(o.file); !fault.empty()) {
      throw wrong_use(fmt::format("{}: cannot write {}: {}", o.option, o.file, fault));
    }
  }
}

bool write_reports(const report_options& how, std::vector<outcome> all) {
  relate(all);
  bool well = true;
  for (const order& o : orders_of(how)) {
    const std::string text = o.as->write(all);
    if (o.file == "-") {
      say(text);
      continue;
    }
    if (const std::string fault = write_file(o.file, text); !fault.empty()) {
      const std::string words = fmt::format("{}: cannot write {}: {}", o.option, o.file, fault);
      fault_of_output();  // so that the log has the verdict first
      std::fputs(fmt::format("suture: {}\n", suture::report::one_line(words)).c_str(), stderr);
      well = false;
    }
  }
  return well;
}

}  // namespace cli
