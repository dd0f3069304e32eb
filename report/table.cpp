#include "report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/fold.hpp"
#include "report/width.hpp"

namespace suture::report {

namespace {

// A column is as wide as its widest cell up to this; what is longer runs on into the columns to its
// right, which are empty in its line.
constexpr std::size_t widest_column = 34;
constexpr std::size_t gap = 2;
// Of a trace that is long after folding, the beginning and the end are shown.
constexpr std::size_t steps_from_front = 60;
constexpr std::size_t steps_from_back = 140;

class table {
 public:
  explicit table(const trace& t) : trace_(t), columns_(t.threads, 0) {
    for (const trace_step& s : t.steps) {
      if (s.thread >= columns_.size()) columns_.resize(s.thread + 1, 0);
    }
    number_width_ = std::max<std::size_t>(2, std::to_string(t.steps.size()).size());
    stretches_ = fold(t);
    cut_middle();
    measure();
  }

  std::string text() {
    if (trace_.steps.empty()) return {};
    header();
    for (const stretch& s : stretches_) {
      if (s.period != 0 || s.rounds != 0) {
        left_out(s);
        continue;
      }
      for (std::size_t i = s.first; i < s.last; ++i) row(i);
    }
    for (const std::string& line : trace_.stuck) remark("stuck: " + line);
    return text_;
  }

 private:
  static std::string cell(const trace_step& s) {
    const std::string what = one_line(s.text);
    return *s.where.file == '\0' ? what : fmt::format("{}  {}", to_string(s.where), what);
  }

  std::string head(std::size_t t) const {
    const std::string name = t < trace_.names.size() ? one_line(trace_.names[t]) : std::string();
    return thread_name(static_cast<thread_id>(t), name);
  }

  // Turns shown steps in the middle of a very long trace into one stretch that is left out
  // (period 0, rounds 1).
  void cut_middle() {
    std::size_t shown = 0;
    for (const stretch& s : stretches_) shown += s.period == 0 ? s.last - s.first : 0;
    if (shown <= steps_from_front + steps_from_back) return;
    const std::size_t from = position(steps_from_front);
    const std::size_t to = position(shown - steps_from_back);
    std::vector<stretch> kept;
    for (const stretch& s : stretches_) {
      if (s.first < from) kept.push_back({s.first, std::min(s.last, from), s.period, s.rounds});
    }
    kept.push_back({from, to, 0, 1});
    for (const stretch& s : stretches_) {
      if (s.last > to) kept.push_back({std::max(s.first, to), s.last, s.period, s.rounds});
    }
    stretches_ = std::move(kept);
  }

  // The index of the step before which `count` steps are shown.
  std::size_t position(std::size_t count) const {
    for (const stretch& s : stretches_) {
      if (s.period != 0) continue;
      if (count < s.last - s.first) return s.first + count;
      count -= s.last - s.first;
    }
    return trace_.steps.size();
  }

  void measure() {
    for (std::size_t t = 0; t < columns_.size(); ++t) {
      columns_[t] = width(head(t));
    }
    for (const stretch& s : stretches_) {
      if (s.period != 0 || s.rounds != 0) continue;
      for (std::size_t i = s.first; i < s.last; ++i) {
        std::size_t& column = columns_[trace_.steps[i].thread];
        column = std::max(column, std::min(widest_column, width(cell(trace_.steps[i]))));
      }
    }
  }

  std::string margin() const { return std::string(number_width_ + 2 * gap, ' '); }

  void line(std::string whole) {
    whole.erase(whole.find_last_not_of(' ') + 1);
    text_ += whole + '\n';
  }

  void header() {
    std::string heads = margin();
    for (std::size_t t = 0; t < columns_.size(); ++t) {
      heads += padded(head(t), columns_[t] + gap);
    }
    line(std::move(heads));
  }

  void remark(const std::string& what) {
    line(fmt::format("{}── {} ──", margin(), one_line(what)));
  }

  void left_out(const stretch& s) {
    if (s.period == 0) {
      line(fmt::format("{}⋮  {} steps left out", margin(), s.last - s.first));
    } else {
      line(fmt::format("{}⋮  {} more rounds of the last {}", margin(), s.rounds,
                       s.period == 1 ? "step" : fmt::format("{} steps", s.period)));
    }
  }

  void row(std::size_t i) {
    const trace_step& s = trace_.steps[i];
    if (!s.switched.empty()) remark("switch: " + s.switched);
    std::string whole = fmt::format("{:>{}}{:{}}", i + 1, number_width_ + gap, "", gap);
    for (std::size_t t = 0; t < s.thread; ++t) whole.append(columns_[t] + gap, ' ');
    line(whole + cell(s));
  }

  const trace& trace_;
  std::vector<std::size_t> columns_;  // their widths
  std::size_t number_width_ = 2;
  std::vector<stretch> stretches_;
  std::string text_;
};

std::string head(const explanation& e) {
  std::string line = one_line(e.name);
  if (!e.verdict.empty()) line = padded(line + "  ", 40) + one_line(e.verdict);
  if (!e.expected.empty())
    line = padded(line + "  ", 58) + fmt::format("(expected: {})", e.expected);
  return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

std::string places(const finding& f) {
  std::size_t widest = 0;
  for (const finding::place& p : f.places) widest = std::max(widest, width(one_line(p.what)));
  std::string text;
  for (const finding::place& p : f.places) {
    const bool known = *p.where.file != '\0';
    text +=
        fmt::format("    {}{}\n", known ? padded(one_line(p.what), widest + gap) : one_line(p.what),
                    known ? to_string(p.where) : "");
  }
  return text;
}

}  // namespace

std::string to_table(const trace& t) { return table(t).text(); }

std::string to_text(const explanation& e) {
  std::string text = head(e);
  if (!e.what.message.empty()) text += fmt::format("  {}\n", one_line(e.what.message));
  text += places(e.what);
  if (!e.what.detail.empty()) text += '\n' + e.what.detail;
  const std::string steps = to_table(e.how);
  if (!steps.empty()) text += '\n' + steps;
  if (!e.summary.empty() || !e.replay.empty()) text += '\n';
  if (!e.summary.empty()) text += fmt::format("  {}\n", one_line(e.summary));
  if (!e.replay.empty()) text += fmt::format("  replay  {}\n", one_line(e.replay));
  return text;
}

}  // namespace suture::report
