// The manual page.
#include <fmt/format.h>

#include <sstream>

#include "cli/manual/writers.hpp"

namespace cli::manual {

namespace {

// The code point that begins at `at`, which moves behind it. The text is our own, and UTF-8.
char32_t code_point(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  int rest = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  char32_t c = first & (0x3FU >> rest);
  for (; rest > 0 && at < text.size(); --rest) {
    c = (c << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return c;
}

// As roff shall print it. A hyphen is what is typed, not where a word may be broken.
std::string escaped(std::string_view text) {
  std::string all;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = code_point(text, at);
    if (c == '\\') {
      all += "\\e";
    } else if (c == '-') {
      all += "\\-";
    } else if (c == '\'') {
      all += "\\(aq";
    } else if (c == '"') {
      all += "\\(dq";
    } else if (c < 0x80) {
      all += static_cast<char>(c);
    } else {
      all += fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(c));
    }
  }
  return all;
}

// A line of input: nothing in it is taken for a request, and what is too long for a line of the
// page may be broken behind commas.
std::string line_of(std::string_view text) {
  constexpr std::size_t longest_word = 40;
  std::string all, word;
  std::istringstream words{std::string(text)};
  while (words >> word) {
    std::string shown = escaped(word);
    if (word.size() > longest_word) {
      for (std::size_t at = 0; (at = shown.find(',', at)) != std::string::npos; at += 3) {
        shown.insert(at + 1, "\\:");
      }
    }
    all += (all.empty() ? "" : " ") + shown;
  }
  return all.empty() || (all[0] != '.' && all[0] != '\'') ? all : "\\&" + all;
}

// Lines are filled, but for those that explain a value each.
std::string paragraph(const std::string& help, bool each_its_own) {
  std::istringstream lines(help);
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    if (each_its_own && !all.empty()) all += ".br\n";
    all += line_of(line) + "\n";
  }
  return all;
}

bool is_list(const option_text& o) {
  return o.choices.size() > 1 && o.help.find('\n') != std::string::npos;
}

std::string usage_of(const option_text& o) {
  const std::string name = fmt::format("\\fI{}\\fR", escaped(o.names.front()));
  const std::string one = o.required ? name : "[" + name + "]";
  return o.many ? one + "..." : one;
}

// What the help's own words leave out; of a number that it is none below zero goes without saying.
std::string facts_of(const option_text& o) {
  std::string facts = o.limits == "NONNEGATIVE" ? "" : line_of(o.limits);
  if (!o.usual.empty()) {
    facts += fmt::format("{}default {}", facts.empty() ? "" : "; ", line_of(o.usual));
  }
  return facts.empty() ? facts : fmt::format("({})\n", facts);
}

std::string option_paragraph(const option_text& o) {
  std::string names;
  for (const std::string& name : o.names) {
    names += fmt::format("{}\\f{}{}\\fR", names.empty() ? "" : ", ", o.positional ? 'I' : 'B',
                         escaped(name));
  }
  if (!o.positional && !o.value.empty()) names += fmt::format(" \\fI{}\\fR", escaped(o.value));
  const bool list = is_list(o);
  return fmt::format(".TP\n{}\n{}{}{}", names, paragraph(o.help, list), list ? ".br\n" : "",
                     facts_of(o));
}

std::string command_section(const program_text& p, const command_text& c) {
  std::string usage = fmt::format("{} {} [OPTION]...", p.name, c.name);
  std::string operands, options, group = "Options";
  for (const option_text& o : c.options) {
    if (!o.positional) continue;
    usage +=
        (o.required ? " " + o.names.front() : " [" + o.names.front() + "]") + (o.many ? "..." : "");
    operands += option_paragraph(o);
  }
  for (const option_text& o : c.options) {
    if (o.positional) continue;
    if (o.group != group) options += fmt::format(".PP\n{}:\n", line_of(group = o.group));
    options += option_paragraph(o);
  }
  return fmt::format(".SS \"{}\"\n{}{}{}", escaped(usage), paragraph(c.help, false), operands,
                     options);
}

// "Deterministic …" as the name line of a page wants it.
std::string name_line(const program_text& p) {
  std::string help = p.help;
  if (!help.empty()) help[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(help[0])));
  if (help.ends_with('.')) help.pop_back();
  return fmt::format("{} \\- {}", p.name, line_of(help));
}

}  // namespace

std::string to_roff(const program_text& p, std::string_view version) {
  std::string text = ".\\\" Written from the command's own help: do not edit.\n";
  text += fmt::format(".TH SUTURE 1 \"\" \"Suture {}\" \"User Commands\"\n", escaped(version));
  text += fmt::format(".SH NAME\n{}\n", name_line(p));
  text += ".SH SYNOPSIS\n";
  for (const command_text& c : p.commands) {
    text += fmt::format("\\fB{} {}\\fR [\\fIOPTION\\fR]...", p.name, c.name);
    for (const option_text& o : c.options) {
      if (o.positional) text += " " + usage_of(o);
    }
    text += "\n.br\n";
  }
  text += ".SH OPTIONS\n";
  for (const option_text& o : p.options) text += option_paragraph(o);
  text += ".SH COMMANDS\n";
  for (const command_text& c : p.commands) text += command_section(p, c);
  // The footer is a line about the exit status.
  text += ".SH EXIT STATUS\n";
  const std::string heading = "Exit status: ";
  text +=
      paragraph(p.footer.starts_with(heading) ? p.footer.substr(heading.size()) : p.footer, false);
  text +=
      ".SH SEE ALSO\n"
      "The tutorial, how to read a trace, and the reference: the folder docs of Suture.\n";
  return text;
}

}  // namespace cli::manual
