#include "tests/house/arrows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>

namespace house {
namespace {

namespace fs = std::filesystem;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool is_cpp(const fs::path& file) {
  static const std::set<std::string> extensions = {".hpp", ".h",   ".c",  ".cpp",
                                                   ".cc",  ".inc", ".ipp"};
  return extensions.contains(file.extension().string());
}

bool is_source(const fs::path& file) {
  return is_cpp(file) || file.extension() == ".cmake" || file.filename() == "CMakeLists.txt";
}

// Every source below root as a path relative to it, sorted so that messages come in one order.
std::vector<std::string> sources_below(const fs::path& root) {
  std::vector<std::string> files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    if (entry->is_directory() &&
        starts_with_any(entry->path().filename().string(), {".", "build"})) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && is_source(entry->path())) {
      files.push_back(entry->path().lexically_relative(root).generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string parent_of(const std::string& file) {
  return fs::path(file).parent_path().generic_string();
}

bool lies_in(std::string_view file, std::string_view folder) {
  return file.size() > folder.size() && file.starts_with(folder) && file[folder.size()] == '/';
}

const arrows* folder_of(const std::string& file) {
  const arrows* found = nullptr;
  for (const arrows& candidate : house_arrows()) {
    if (lies_in(file, candidate.folder) &&
        (found == nullptr || candidate.folder.size() > found->folder.size())) {
      found = &candidate;
    }
  }
  return found;
}

bool matches(const std::string& file, std::string_view pattern) {
  if (pattern.ends_with("/**")) {
    return lies_in(file, pattern.substr(0, pattern.size() - 3));
  }
  return parent_of(file) == pattern.substr(0, pattern.size() - 2);  // "folder/*"
}

bool allowed(const arrows& from, const std::string& target) {
  const arrows* home = folder_of(target);
  return home == &from ||
         std::any_of(from.may_include.begin(), from.may_include.end(),
                     [&](const std::string& pattern) { return matches(target, pattern); });
}

// The text between the quotes or angle brackets of an #include line.
struct include_line {
  std::string named;
  bool quoted;
};

std::optional<include_line> parse_include(std::string_view line) {
  const auto skip = [&](std::string_view expected) {
    const auto start = std::min(line.find_first_not_of(" \t"), line.size());
    line.remove_prefix(start);
    const bool there = line.starts_with(expected);
    line.remove_prefix(there ? expected.size() : 0);
    return there;
  };
  if (!skip("#") || !skip("include")) {
    return std::nullopt;
  }
  const bool quoted = skip("\"");
  if (!quoted && !skip("<")) {
    return std::nullopt;
  }
  const auto end = line.find(quoted ? '"' : '>');
  return include_line{std::string(line.substr(0, end)), quoted};
}

// One file's lines, held against the table.
class file_reader {
 public:
  file_reader(const fs::path& root, const std::string& file, reading& result)
      : root_(root), file_(file), home_(folder_of(file)), result_(result) {}

  void read() {
    if (home_ == nullptr && is_cpp(file_)) {
      line_ = 1;
      object("this folder is not in the house: give it its arrows in tests/house/arrows.cpp");
      return;
    }
    std::ifstream in(root_ / file_);
    for (std::string text; std::getline(in, text);) {
      ++line_;
      if (const auto include = parse_include(text)) {
        read_include(*include);
      }
    }
    if (line_ > longest_file) {
      object(
          fmt::format("{} lines; no source may have more than {}: one algorithm per file, so "
                      "split it where the second one starts",
                      line_, longest_file));
    }
  }

 private:
  void read_include(const include_line& include) {
    const auto target = target_of(include);
    if (!target) {
      return;
    }
    ++result_.includes;
    if (home_ != nullptr && !allowed(*home_, *target)) {
      object(
          fmt::format("{} includes {}, an arrow that does not run downwards; {} may include {}. "
                      "Move what both need down, or let the lower one declare an interface that "
                      "the upper one implements",
                      home_->folder, *target, home_->folder, described(*home_)));
    }
  }

  // The file of this repository that an include names, if it is one.
  std::optional<std::string> target_of(const include_line& include) {
    const std::string installed = "suture/";  // <suture/x.hpp> forwards to library/x.hpp
    const std::string named = include.named.starts_with(installed)
                                  ? "library/" + include.named.substr(installed.size())
                                  : include.named;
    // Not asked of the disk for plain names: the root has no headers of its own.
    if (named.find('/') != std::string::npos && !named.starts_with("..") &&
        fs::exists(root_ / named)) {
      return fs::path(named).lexically_normal().generic_string();
    }
    const fs::path beside = (fs::path(file_).parent_path() / named).lexically_normal();
    if (!include.quoted || !fs::exists(root_ / beside)) {
      return std::nullopt;
    }
    // Projects of their own, with their own roots.
    if (!lies_in(file_, "tests/installed/project") && !lies_in(file_, "examples")) {
      object(fmt::format("\"{}\" is named from here; name it from the repository root: \"{}\"",
                         include.named, beside.generic_string()));
    }
    return beside.generic_string();
  }

  static std::string described(const arrows& from) {
    return from.may_include.empty()
               ? "only its own folder"
               : fmt::format("its own folder and {}", fmt::join(from.may_include, ", "));
  }

  void object(std::string message) {
    result_.violations.push_back({file_, line_, std::move(message)});
  }

  const fs::path& root_;
  const std::string& file_;
  const arrows* home_;
  reading& result_;
  std::size_t line_ = 0;
};

}  // namespace

const std::vector<arrows>& house_arrows() {
  static const std::vector<arrows> table = {
      // sync.hpp picks one backend; a backend knows the common names and itself.
      {"model/sync", {"model/sync/engine/*", "model/sync/relacy/*", "model/sync/native/*"}},
      {"model/sync/engine", {"model/sync/*", "model/sync/shared/*"}},
      {"model/sync/native", {"model/sync/*", "model/sync/shared/*"}},
      {"model/sync/relacy", {"model/sync/*", "model/sync/shared/*"}},
      // What backends share, written against the names of whichever includes it.
      {"model/sync/shared", {"model/sync/*"}},
      // Helpers that know nothing, for readers of what comes from outside.
      {"model", {}},
      {"model/schedule", {"model/sync/*"}},
      // Events and memory models, then what is seen of a run, then the run itself: the engine's
      // backend of `sync` declares hooks, the engine implements them.
      {"model/graph", {"model/*", "model/sync/*", "model/sync/engine/**"}},
      {"model/run", {"model/graph/*", "model/sync/*", "model/sync/engine/**"}},
      {"model/engine", {"model/run/*", "model/graph/*", "model/sync/*", "model/sync/engine/**"}},
      {"model/native",
       {"model/engine/**", "model/run/*", "model/graph/*", "model/sync/*", "model/sync/engine/**"}},
      {"model/explore",
       {"model/*", "model/engine/**", "model/run/*", "model/graph/*", "model/schedule/**",
        "model/sync/*", "model/sync/engine/**"}},
      // Checkers see a run as its observers do: nothing of fibers, and no way to change it.
      {"checkers", {"model/*", "model/run/*", "model/graph/*", "model/sync/**"}},
      {"report",
       {"checkers/**", "model/run/*", "model/graph/*", "model/explore/**", "model/schedule/**",
        "model/sync/*", "model/sync/engine/**"}},
      {"library", {"report/**", "checkers/**", "model/**"}},
      // The interpreter and its situations must compile against any backend, so they see none.
      {"interp_core", {"model/sync/*"}},
      {"scenarios", {"interp_core/**", "model/sync/*"}},
      {"litmus", {"model/**"}},
      {"cli/modules", {"cli/*", "library/**", "report/**", "scenarios/**", "model/**"}},
      {"cli/backends", {"cli/*", "report/**", "scenarios/**", "model/**"}},
      // `suture ext` reads libraries as the loader does, without any backend.
      {"cli",
       {"library/**", "report/**", "litmus/**", "scenarios/**", "interp_core/ext/**", "checkers/**",
        "model/**"}},
      // They look at everything, and nothing looks at them.
      {"bench",
       {"library/**", "report/**", "scenarios/**", "interp_core/**", "checkers/**", "model/**"}},
      {"tests",
       {"cli/**", "library/**", "report/**", "litmus/**", "scenarios/**", "interp_core/**",
        "checkers/**", "model/**", "bench/**"}},
      {"docs", {"library/**", "interp_core/**", "scenarios/**", "model/sync/*"}},
      // As others see us: what is installed, by the names it has there.
      {"examples", {"library/*", "model/sync/*"}},
  };
  return table;
}

std::string to_string(const violation& v) {
  return fmt::format("{}:{}: {}", v.file, v.line, v.message);
}

reading read_house(const std::filesystem::path& root) {
  reading result;
  result.files = sources_below(root);
  for (const std::string& file : result.files) {
    file_reader(root, file, result).read();
  }
  return result;
}

}  // namespace house
