#include "report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/columns.hpp"
#include "report/fold.hpp"
#include "report/source_lines.hpp"
#include "report/width.hpp"

namespace suture::report {

namespace {

// A column is as wide as its widest cell up to this; what is longer runs on into the columns to its
// right, which are empty in its line.
constexpr std::size_t widest_column = 34;
constexpr std::size_t widest_last = 44;  // of the last one, behind which there is nothing
constexpr std::size_t gap = 2;
// Of a trace that is long after folding, the beginning and the end are shown.
constexpr std::size_t steps_from_front = 60;
constexpr std::size_t steps_from_back = 140;

// Room for the source's text beside the steps: less says nothing, more is seldom needed.
constexpr std::size_t least_source = 24;
constexpr std::size_t widest_source = 44;
// A column that is narrower shows no more than that another thread goes on.
constexpr std::size_t least_column = 6;

class table {
 public:
  table(const trace& t, const layout& page) : trace_(t), page_(page), columns_(t.threads, 0) {
    for (const trace_step& s : t.steps) {
      if (s.thread >= columns_.size()) columns_.resize(s.thread + 1, 0);
    }
    number_width_ = std::max<std::size_t>(2, std::to_string(t.steps.size()).size());
    stretches_ = fold(t, !page.all);
    cut_middle();
    measure();
    fit();
  }

  std::string text() {
    if (trace_.steps.empty()) return {};
    header();
    for (const stretch& s : stretches_) {
      if (s.hidden() || s.rounds != 0) {
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
    for (const stretch& s : stretches_) shown += s.hidden() ? 0 : s.last - s.first;
    if (shown <= steps_from_front + steps_from_back) return;
    const std::size_t from = position(steps_from_front);
    const std::size_t to = position(shown - steps_from_back);
    std::vector<stretch> kept;
    for (const stretch& s : stretches_) {
      if (s.first < from)
        kept.push_back({s.first, std::min(s.last, from), s.period, s.rounds, s.setup});
    }
    kept.push_back({from, to, 0, 1});
    for (const stretch& s : stretches_) {
      if (s.last > to) kept.push_back({std::max(s.first, to), s.last, s.period, s.rounds, s.setup});
    }
    stretches_ = std::move(kept);
  }

  // The index of the step before which `count` steps are shown.
  std::size_t position(std::size_t count) const {
    for (const stretch& s : stretches_) {
      if (s.hidden()) continue;
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
      if (s.hidden() || s.rounds != 0) continue;
      for (std::size_t i = s.first; i < s.last; ++i) {
        const trace_step& one = trace_.steps[i];
        const bool last = one.thread + 1 == columns_.size();
        std::size_t& column = columns_[one.thread];
        column = std::max(column, std::min(last ? widest_last : widest_column, width(cell(one))));
      }
    }
  }

  std::size_t begin_of(std::size_t t) const {
    std::size_t at = number_width_ + 2 * gap;
    for (std::size_t i = 0; i < t; ++i) at += columns_[i] + gap;
    return at;
  }

  // Narrows the columns until they fit the page, and the sources beside them if they are wanted.
  void fit() {
    const std::size_t around = number_width_ + 2 * gap + gap * columns_.size();
    const std::size_t beside = page_.sources ? least_source + gap : 0;
    const std::size_t taken = around + beside;
    columns_ =
        narrowed(std::move(columns_), page_.width > taken ? page_.width - taken : 0, least_column);
    source_at_ = begin_of(columns_.size());
    const std::size_t room = page_.width > source_at_ ? page_.width - source_at_ : 0;
    source_room_ = page_.sources && room >= least_source ? std::min(room, widest_source) : 0;
  }

  std::string margin() const { return std::string(number_width_ + 2 * gap, ' '); }

  void line(std::string whole) {
    whole.erase(whole.find_last_not_of(' ') + 1);
    text_ += whole + '\n';
  }

  void header() {
    std::string heads = margin();
    for (std::size_t t = 0; t < columns_.size(); ++t) {
      const bool last = t + 1 == columns_.size();
      heads += padded(last ? head(t) : shortened(head(t), columns_[t]), columns_[t] + gap);
    }
    line(std::move(heads));
  }

  void remark(const std::string& what) {
    line(fmt::format("{}── {} ──", margin(), one_line(what)));
  }

  void left_out(const stretch& s) {
    if (s.setup) {
      const std::size_t n = s.last - s.first;
      line(fmt::format("{}⋮  {} step{} of set-up{}{}", margin(), n, n == 1 ? "" : "s",
                       page_.unfold.empty() ? "" : "; ", page_.unfold));
    } else if (s.period == 0) {
      line(fmt::format("{}⋮  {} steps left out", margin(), s.last - s.first));
    } else {
      line(fmt::format("{}⋮  {} more rounds of the last {}", margin(), s.rounds,
                       s.period == 1 ? "step" : fmt::format("{} steps", s.period)));
    }
  }

  void row(std::size_t i) {
    const trace_step& s = trace_.steps[i];
    if (!s.switched.empty()) remark("switch: " + s.switched);
    std::string whole =
        padded(fmt::format("{:>{}}", i + 1, number_width_ + gap), begin_of(s.thread));
    line(with_source(whole + cell(s), s.where));
  }

  // The text of the source in a column of its own, or behind what runs on into that.
  std::string with_source(std::string whole, const sync::site& where) {
    if (source_room_ == 0) return whole;
    const std::string text = one_line(sources_.at(where));
    const std::size_t begin = std::max(source_at_, width(whole) + gap);
    const std::size_t end = source_at_ + source_room_;
    if (text.empty() || begin + least_source / 2 > end) return whole;
    return padded(std::move(whole), begin) + "│ " + shortened(text, end - begin - gap);
  }

  const trace& trace_;
  const layout& page_;
  source_lines sources_;
  std::size_t source_at_ = 0;         // where the column of the sources begins
  std::size_t source_room_ = 0;       // 0: there is none
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

std::string to_table(const trace& t, const layout& page) { return table(t, page).text(); }

std::string to_text(const explanation& e) {
  std::string text = head(e);
  if (!e.what.message.empty()) text += fmt::format("  {}\n", one_line(e.what.message));
  text += places(e.what);
  if (!e.what.detail.empty()) text += '\n' + e.what.detail;
  text += e.remarks;
  const std::string steps = to_table(e.how, e.page);
  if (!steps.empty()) text += '\n' + steps;
  if (!e.summary.empty() || !e.replay.empty()) text += '\n';
  if (!e.summary.empty()) text += fmt::format("  {}\n", one_line(e.summary));
  if (!e.replay.empty()) text += fmt::format("  replay  {}\n", one_line(e.replay));
  return text;
}

}  // namespace suture::report
