#include "cli/checkpoint.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"
#include "library/build_mark.hpp"
#include "model/schedule/crc32.hpp"
#include "report/json.hpp"

namespace cli {

namespace {

using json = nlohmann::ordered_json;
using suture::report::outcome;

constexpr int format_version = 2;

// What must be the same for a search to go on. The budget and the number of jobs need not.
json asked_for(const check_options& how) {
  return {{"strategy", how.strategy},   {"memory", how.memory},    {"seed", how.seed},
          {"blind", how.blind},         {"shard", how.part.index}, {"shards", how.part.count},
          {"runs", text_of(how.around)}};
}

// Of what the file says, but for the checksum itself.
std::string checksum_of(const json& all) {
  return fmt::format("{:08x}", suture::crc32(all.dump()));
}

// With a larger budget there is more to find out where one was used up.
bool settled(const outcome& o) { return o.finding || o.covered.exhausted; }

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw wrong_use(fmt::format("--checkpoint: {} {}; give another file, or remove it", file, why));
}

}  // namespace

checkpoint::checkpoint(const check_options& how,
                       const std::vector<const scenarios::variant*>& variants)
    : file_(how.checkpoint), build_(suture::mark_of_this_build()), asked_(asked_for(how).dump()) {
  for (const scenarios::variant* v : variants) entries_.push_back({v->id, {}, {}});
  if (std::filesystem::exists(file_)) {
    read(text_of_file("--checkpoint", file_));
  }
  try {
    write();
  } catch (const std::runtime_error& e) {
    throw wrong_use(fmt::format("--checkpoint: {}", e.what()));
  }
}

void checkpoint::read(const std::string& text) {
  try {
    json all = json::parse(text);
    if (all.at("suture_checkpoint") != format_version) {
      refuse(file_, fmt::format("has version {} of the format, not {}",
                                all.at("suture_checkpoint").dump(), format_version));
    }
    const std::string checksum = all.at("checksum");
    all.erase("checksum");
    if (checksum != checksum_of(all)) refuse(file_, "is damaged: its checksum does not match");
    // What was found out about other code, finished or not, says nothing of this.
    if (all.at("build") != build_) refuse(file_, "was written by another build of this command");
    const json asked = json::parse(asked_);
    for (const auto& [name, value] : asked.items()) {
      const json& before = all.at("check").at(name);
      if (before == value) continue;
      refuse(file_,
             fmt::format("is of a check with {} {}, not {}", name, before.dump(), value.dump()));
    }
    const json& variants = all.at("variants");
    for (std::size_t i = 0; i < std::max(variants.size(), entries_.size()); ++i) {
      const std::string had = i < variants.size() ? variants[i].at("id") : "no more";
      const std::string wanted = i < entries_.size() ? entries_[i].id : "no more";
      if (had != wanted) {
        refuse(file_,
               fmt::format("is of a check of other scenarios ({} instead of {})", had, wanted));
      }
      entries_[i].state = variants[i].at("state");
      if (const json& o = variants[i].at("outcome"); !o.is_null()) {
        entries_[i].outcome = suture::report::from_line(o.get<std::string>());
      }
    }
  } catch (const wrong_use&) {
    throw;
  } catch (const std::exception&) {
    refuse(file_, "is no checkpoint, or a damaged one");
  }
}

void checkpoint::keep(std::size_t i, const std::string& state) {
  entries_[i].state = state;
  write();
}

void checkpoint::finish(std::size_t i, const outcome& o) {
  if (!settled(o)) return;
  entries_[i].state.clear();
  entries_[i].outcome = o;
  write();
}

void checkpoint::write() const {
  json variants = json::array();
  for (const entry& e : entries_) {
    json one = {{"id", e.id}, {"state", e.state}, {"outcome", nullptr}};
    if (e.outcome) one["outcome"] = suture::report::to_line(*e.outcome);
    variants.push_back(std::move(one));
  }
  json all = {{"suture_checkpoint", format_version},
              {"build", build_},
              {"check", json::parse(asked_)},
              {"variants", std::move(variants)}};
  all["checksum"] = checksum_of(all);
  const std::string fresh = file_ + ".new";
  std::ofstream out(fresh);
  out << all.dump(1) << '\n';
  out.close();
  if (!out || std::rename(fresh.c_str(), file_.c_str()) != 0) {
    throw std::runtime_error(fmt::format("cannot write {}", file_));
  }
}

}  // namespace cli
