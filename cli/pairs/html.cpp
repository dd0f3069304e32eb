// The matrix for a browser: one file that needs nothing else, and no script.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/pairs/families.hpp"
#include "cli/pairs/matrix.hpp"
#include "report/html.hpp"
#include "report/html_parts.hpp"

namespace cli {

namespace {

using suture::report::escaped;

// Colours that let the page's own through, so that words on them can be read in light and dark.
constexpr std::string_view style = R"(h2, h3 { font-size: 1rem; }
.matrix { overflow-x: auto; }
.matrix td, .matrix th { border: 1px solid var(--line); white-space: nowrap; }
.matrix tbody th { left: 0; top: auto; }
td a { color: inherit; }
td small { display: block; }
section { border-left: 6px solid var(--line); padding: 1px 8px; margin: 8px 0; }
section:target { outline: 2px solid; }
.verified { background: #2a63; }
.bounded { background: #cc03; }
.inconclusive { background: #8883; }
.documented { background: #48f3; }
.found { background: #d224; }
td.found { font-weight: bold; }
td.changed { outline: 3px solid; outline-offset: -3px; }
)";

std::string_view class_of(const pairs_cell& c) {
  if (c.verdict == "verified" || c.verdict == "bounded" || c.verdict == "inconclusive") {
    return c.verdict;
  }
  return is_finding(c) ? "found" : "documented";
}

class page {
 public:
  page(const pairs_matrix& m, const std::vector<pairs_change>& changed)
      : m_(m), changed_(changed) {}

  std::string text() {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head><meta charset=\"utf-8\" /><title>Operations at the same time</title>");
    line(fmt::format("<style>{}{}</style></head>", suture::report::html_style, style));
    line("<body><h1>Operations at the same time</h1>");
    line(fmt::format("<p id=\"summary\">{}</p>", escaped(summary_of(m_))));
    if (m_.threads == 2 && m_.length == 1) {
      for (const family_matrix& f : families_of(m_)) matrix(f);
    } else {
      list();
    }
    for (const pairs_change& c : changed_) {
      if (c.now == nullptr) {
        line(fmt::format("<p class=\"gone\">{}: gone, was {}</p>", escaped(name_of(*c.before)),
                         escaped(c.before->verdict)));
      }
    }
    for (const pairs_cell& c : m_.cells) {
      if (is_told(c)) section(c);
    }
    line("</body></html>");
    return std::move(text_);
  }

 private:
  void line(const std::string& one) { text_ += one + '\n'; }

  // Has it a section of its own?
  static bool is_told(const pairs_cell& c) { return is_finding(c) || !c.token.empty(); }
  std::size_t number_of(const pairs_cell& c) const {
    return static_cast<std::size_t>(&c - m_.cells.data()) + 1;
  }

  // The lower half, since the order of threads is no matter.
  void matrix(const family_matrix& f) {
    line(fmt::format("<h2>{}</h2>", escaped(f.family)));
    std::string heads = "<div class=\"matrix\"><table><thead><tr><th></th>";
    for (const std::string& o : f.operations) heads += fmt::format("<th>{}</th>", escaped(o));
    line(heads + "</tr></thead><tbody>");
    for (std::size_t r = 0; r < f.operations.size(); ++r) {
      std::string row = fmt::format("<tr><th>{}</th>", escaped(f.operations[r]));
      for (std::size_t c = 0; c <= r; ++c) {
        const pairs_cell* const at = f.at(r, c);
        row += at == nullptr ? "<td></td>" : cell(*at);
      }
      line(row + "</tr>");
    }
    line("</tbody></table></div>");
  }

  void list() {
    line(
        "<div class=\"matrix\"><table><thead><tr><th>operations</th><th>verdict</th></tr></thead>"
        "<tbody>");
    for (const pairs_cell& c : m_.cells) {
      line(fmt::format("<tr><th>{}</th>{}</tr>", escaped(name_of(c)), cell(c)));
    }
    line("</tbody></table></div>");
  }

  std::string cell(const pairs_cell& c) const {
    const auto change = std::ranges::find(changed_, &c, &pairs_change::now);
    const bool is_changed = change != changed_.end();
    std::string words = escaped(c.verdict);
    if (is_told(c)) words = fmt::format("<a href=\"#c{}\">{}</a>", number_of(c), words);
    if (is_changed) {
      const pairs_cell* const before = change->before;
      words += before == nullptr ? "<small>new</small>"
                                 : fmt::format("<small>was {}</small>", escaped(before->verdict));
    }
    return fmt::format("<td class=\"{}{}\" title=\"{}\">{}</td>", class_of(c),
                       is_changed ? " changed" : "", escaped(about(c)), words);
  }

  // What there is to know of a cell, for the mouse.
  static std::string about(const pairs_cell& c) {
    std::string text = fmt::format("{}: {}", name_of(c), c.verdict);
    for (const std::string& more : {c.message, c.guarantee, c.token}) {
      if (!more.empty()) text += "; " + more;
    }
    return text + fmt::format("; {} run{}", c.runs, c.runs == 1 ? "" : "s");
  }

  void section(const pairs_cell& c) {
    line(fmt::format("<section id=\"c{}\" class=\"{}\"><h3>{}: {}</h3>", number_of(c), class_of(c),
                     escaped(name_of(c)), escaped(c.verdict)));
    if (!c.message.empty()) line(fmt::format("<p>{}</p>", escaped(c.message)));
    if (!c.guarantee.empty()) line(fmt::format("<p><small>{}</small></p>", escaped(c.guarantee)));
    if (!c.replay.empty()) line(fmt::format("<pre>{}</pre>", escaped(c.replay)));
    line("</section>");
  }

  const pairs_matrix& m_;
  const std::vector<pairs_change>& changed_;
  std::string text_;
};

}  // namespace

std::string to_html(const pairs_matrix& m, const std::vector<pairs_change>& changed) {
  return page(m, changed).text();
}

}  // namespace cli
