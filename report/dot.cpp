#include "report/dot.hpp"

#include <fmt/format.h>

#include <vector>

#include "report/event_words.hpp"
#include "report/width.hpp"

namespace suture::report {

namespace {

// In double quotes, as DOT reads it: only the quote and the backslash mean anything there.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : one_line(text)) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

class drawing {
 public:
  drawing(const run_view& run, const trace& t) : run_(run), g_(run.events()), trace_(t) {
    node_of_.resize(g_.size(), none);
    for (std::size_t i = 0; i < t.steps.size(); ++i) {
      if (t.steps[i].event < g_.size()) node_of_[t.steps[i].event] = i;
    }
    // The write half of an update is told with its read.
    for (event_id id = 1; id < g_.size(); ++id) {
      if (g_[id].is_write() && g_[id].has(event_flag::rmw)) node_of_[id] = node_of_[id - 1];
    }
  }

  std::string text() {
    line("digraph suture {");
    line("  node [shape=box, fontname=monospace, fontsize=10];");
    line("  edge [fontsize=9];");
    for (thread_id t = 0; t < trace_.threads; ++t) cluster(t);
    for (event_id id = 0; id < g_.size(); ++id) edges(id);
    line("}");
    return std::move(text_);
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};

  void line(const std::string& one) { text_ += one + '\n'; }

  void cluster(thread_id t) {
    const std::string name = t < trace_.names.size() ? trace_.names[t] : std::string();
    line(fmt::format("  subgraph cluster_{} {{", t));
    line(fmt::format("    label={};", quoted(thread_name(t, name))));
    std::size_t before = none;
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
      const trace_step& s = trace_.steps[i];
      if (s.thread != t) continue;
      const std::string at = s.where.known() ? to_string(s.where) + "  " : std::string();
      const bool red = run_.found() && s.needed;
      line(fmt::format("    s{} [label={}{}];", i + 1,
                       quoted(fmt::format("{}  {}{}", i + 1, at, s.text)),
                       red ? ", color=red, fontcolor=red, penwidth=2" : ""));
      if (before != none)
        line(fmt::format("    s{} -> s{} [label=po, color=gray];", before + 1, i + 1));
      before = i;
    }
    line("  }");
  }

  void edge(std::size_t from, std::size_t to, const char* label, const char* look) {
    if (from == none || to == none || from == to) return;
    line(fmt::format("  s{} -> s{} [label={}, {}, constraint=false];", from + 1, to + 1, label,
                     look));
  }

  void edges(event_id id) {
    const event& e = g_[id];
    if (e.location == no_location) return;
    const auto& order = g_.where(e.location).mo;
    if (e.is_write() && e.mo + 1 < order.size()) {
      edge(node_of_[id], node_of_[order[e.mo + 1]], "mo", "color=blue, style=dashed");
    }
    if (!e.is_read()) return;
    if (e.rf < g_.size()) {
      edge(node_of_[e.rf], node_of_[id], "rf", "color=darkgreen");
      if (synchronises(g_[e.rf], e))
        edge(node_of_[e.rf], node_of_[id], "sw", "color=purple, penwidth=2");
    }
    const std::uint32_t next = g_.mo_place_of(e.rf) + 1;
    if (next < order.size()) {
      edge(node_of_[id], node_of_[order[next]], "fr", "color=orange, style=dotted");
    }
  }

  bool synchronises(const event& w, const event& r) const {
    return w.thread != r.thread && is_acquire(r.order) && g_.ordered(w, r) &&
           (w.rel != 0 || w.rel_own != 0);
  }

  const run_view& run_;
  const graph& g_;
  const trace& trace_;
  std::vector<std::size_t> node_of_;  // by event: its step
  std::string text_;
};

}  // namespace

std::string to_dot(const run_view& run, const trace& t) { return drawing(run, t).text(); }

}  // namespace suture::report
