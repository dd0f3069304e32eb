#include "report/html.hpp"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "report/html_parts.hpp"
#include "report/source_lines.hpp"
#include "report/width.hpp"

namespace suture::report {

namespace {

class page {
 public:
  explicit page(const explanation& e) : e_(e), held_(e.how.threads) {
    for (const trace_step& s : e.how.steps) {
      if (s.thread >= held_.size()) held_.resize(s.thread + 1);
    }
  }

  std::string text() {
    const std::string title = escaped(e_.name + "  " + e_.verdict);
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line(fmt::format("<head><meta charset=\"utf-8\" /><title>{}</title>", title));
    line(fmt::format("<style>{}{}</style></head>", html_style, html_run_style));
    line(fmt::format("<body><h1>{}</h1>", title));
    heading();
    controls();
    table();
    for (const std::string& s : e_.how.stuck) line(fmt::format("<p>stuck: {}</p>", escaped(s)));
    if (!e_.summary.empty()) line(fmt::format("<p>{}</p>", escaped(e_.summary)));
    if (!e_.replay.empty()) line(fmt::format("<pre id=\"replay\">{}</pre>", escaped(e_.replay)));
    line(fmt::format("<script>\n{}</script></body></html>", html_run_script));
    return std::move(text_);
  }

 private:
  void line(const std::string& one) { text_ += one + '\n'; }

  // Texts of several lines, each by itself.
  static std::string lines(const std::string& text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      result += escaped(std::string_view(text).substr(at, end - at)) + '\n';
      at = end + 1;
    }
    return result;
  }

  void heading() {
    line(fmt::format("<p class=\"message\">{}</p>", escaped(e_.what.message)));
    line("<ul>");
    for (const finding::place& p : e_.what.places) {
      const std::string at = p.where.known() ? "  " + to_string(p.where) : std::string();
      line(fmt::format("<li title=\"{}\">{}{}</li>", escaped(p.where.function), escaped(p.what),
                       escaped(at)));
    }
    if (e_.what.places.empty()) line("<li>no place in the source</li>");
    line("</ul>");
    if (!e_.what.detail.empty()) line("<pre>" + lines(e_.what.detail) + "</pre>");
    if (!e_.remarks.empty()) line("<pre id=\"remarks\">" + lines(e_.remarks) + "</pre>");
  }

  void controls() {
    line(
        "<p class=\"controls\"><button id=\"back\" type=\"button\">back</button> "
        "<button id=\"next\" type=\"button\">next</button> "
        "<label>object <select id=\"object\"><option value=\"\">all</option>");
    std::set<std::string> objects;
    for (const trace_step& s : e_.how.steps) {
      if (!s.object.empty()) objects.insert(escaped(s.object));
    }
    for (const std::string& o : objects) line(fmt::format("<option value=\"{0}\">{0}</option>", o));
    line("</select></label> <span id=\"at\"></span></p>");
  }

  void table() {
    line("<div id=\"run\"><svg id=\"arrows\" xmlns=\"http://www.w3.org/2000/svg\"></svg><table>");
    std::string heads = "<thead><tr><th>step</th>";
    for (thread_id t = 0; t < held_.size(); ++t) {
      const std::string name = t < e_.how.names.size() ? e_.how.names[t] : std::string();
      heads += fmt::format("<th>{}</th>", escaped(thread_name(t, name)));
    }
    line(heads + "<th>source</th></tr></thead><tbody>");
    for (std::size_t i = 0; i < e_.how.steps.size(); ++i) row(i);
    line("</tbody></table></div>");
  }

  void row(std::size_t i) {
    const trace_step& s = e_.how.steps[i];
    if (!s.switched.empty()) {
      line(fmt::format("<tr class=\"switch\"><td></td><td colspan=\"{}\">switch: {}</td></tr>",
                       held_.size() + 1, escaped(s.switched)));
    }
    held_[s.thread] = s.held;
    const std::string from =
        s.from == trace_step::no_step ? std::string() : std::to_string(s.from + 1);
    const std::string source = escaped(sources_.at(s.where));
    std::string row = fmt::format(
        "<tr id=\"s{}\" class=\"step{}{}\" data-object=\"{}\" data-from=\"{}\"><td>{}</td>", i + 1,
        s.needed ? " needed" : "", i < e_.how.setup ? " setup" : "", escaped(s.object), from,
        i + 1);
    for (thread_id t = 0; t < held_.size(); ++t) {
      const char* const bar = held_[t].empty() ? "" : " held";
      if (t == s.thread) {
        row += fmt::format("<td class=\"lane here{}\" title=\"{}\">{}</td>", bar,
                           about(s, from, source), cell(s));
      } else if (held_[t].empty()) {
        row += "<td class=\"lane\"></td>";
      } else {
        row +=
            fmt::format("<td class=\"lane held\" title=\"holds lock {}\"></td>", escaped(held_[t]));
      }
    }
    line(row + fmt::format("<td class=\"source\">{}</td></tr>", source));
  }

  static std::string cell(const trace_step& s) {
    const std::string at =
        s.where.known() ? fmt::format("<small>{}</small> ", escaped(to_string(s.where))) : "";
    return at + escaped(s.text);
  }

  // What there is to know of a step, for the mouse.
  static std::string about(const trace_step& s, const std::string& from,
                           const std::string& source) {
    std::string text = escaped(s.text);
    if (s.where.known())
      text += escaped(fmt::format("; in {} at {}", s.where.function, to_string(s.where)));
    if (!source.empty()) text += "; " + source;
    if (!from.empty()) text += "; reads what step " + from + " wrote";
    if (!s.held.empty()) text += "; holds lock " + escaped(s.held);
    return text;
  }

  const explanation& e_;
  std::vector<std::string> held_;  // locks, by thread, as far as the rows have come
  source_lines sources_;
  std::string text_;
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : one_line(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string to_html(const explanation& e) { return page(e).text(); }

}  // namespace suture::report
