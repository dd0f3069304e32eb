#include "checkers/linearizability/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace suture::linearizability {
namespace {

struct event {
  std::int64_t time;
  bool is_return;
  std::size_t lane;
  word operation;
};

std::vector<event> events_of(const history& operations, std::span<const word> shown,
                             const std::map<std::uint32_t, std::size_t>& lanes) {
  std::vector<event> events;
  for (const word i : shown) {
    const operation& op = operations[i];
    const std::size_t lane = lanes.at(op.process);
    events.push_back({op.called, false, lane, i});
    if (!op.is_pending()) {
      events.push_back({op.returned, true, lane, i});
    }
  }
  std::ranges::sort(events, {}, [](const event& e) {
    return std::tuple(e.time, e.is_return, e.lane, e.operation);
  });
  return events;
}

std::string padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, width_of(text)), ' ');
  return text;
}

std::string result_text(const operation& op) {
  const bool raised = op.result.kind() == value::type::error;
  return (raised ? "raises " : "") + to_string(op.result);
}

// The rows of the picture: a time and what stands in each lane.
class grid {
 public:
  explicit grid(std::size_t lanes) : open_(lanes, false), widths_(lanes, 0) {}

  void title(std::size_t lane, const std::string& text) { widths_[lane] = width_of(text); }

  // Events of one time share a row unless they are in one lane.
  void add(const event& e, std::string text) {
    if (rows_.empty() || rows_.back().time != e.time || !rows_.back().fresh[e.lane]) {
      rows_.push_back({e.time, lines(), std::vector<bool>(open_.size(), true)});
    }
    open_[e.lane] = !e.is_return;
    widths_[e.lane] = std::max(widths_[e.lane], width_of(text));
    rows_.back().cells[e.lane] = std::move(text);
    rows_.back().fresh[e.lane] = false;
  }

  std::string text(const std::vector<std::string>& titles, const std::string& indent) const {
    std::size_t time_width = 4;
    for (const row& r : rows_) {
      time_width = std::max(time_width, std::to_string(r.time).size());
    }
    std::string out = line(indent + fmt::format("{:>{}}", "time", time_width), titles);
    for (const row& r : rows_) {
      out += line(indent + fmt::format("{:>{}}", r.time, time_width), r.cells);
    }
    return out;
  }

 private:
  struct row {
    std::int64_t time;
    std::vector<std::string> cells;
    std::vector<bool> fresh;  // cells without an event
  };

  std::vector<std::string> lines() const {
    std::vector<std::string> cells;
    for (const bool open : open_) {
      cells.emplace_back(open ? "│" : "");
    }
    return cells;
  }

  std::string line(std::string out, const std::vector<std::string>& cells) const {
    for (std::size_t lane = 0; lane < cells.size(); ++lane) {
      out += "  " + padded(cells[lane], widths_[lane]);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out + "\n";
  }

  std::vector<row> rows_;
  std::vector<bool> open_;
  std::vector<std::size_t> widths_;
};

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }));
}

std::string timeline(const history& operations, std::span<const word> shown,
                     const std::function<std::string(word)>& mark, const std::string& indent) {
  std::map<std::uint32_t, std::size_t> lanes;
  for (const word i : shown) {
    lanes.emplace(operations[i].process, 0);
  }
  std::vector<std::string> titles;
  grid picture(lanes.size());
  for (auto& [process, lane] : lanes) {
    lane = titles.size();
    titles.push_back(fmt::format("process {}", process));
    picture.title(lane, titles.back());
  }
  for (const event& e : events_of(operations, shown, lanes)) {
    const operation& op = operations[e.operation];
    if (e.is_return) {
      picture.add(e, "└ " + result_text(op));
    } else {
      const std::string number = mark(e.operation);
      picture.add(e, "┌ " + number + (number.empty() ? "" : " ") + call_text(op) +
                         (op.is_pending() ? " pending" : ""));
    }
  }
  return picture.text(titles, indent);
}

}  // namespace suture::linearizability
