#include "tests/house/declarations.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace house {

namespace {

// How the parts of `sync` come to each other's insides.
const std::set<std::string> inner_doors = {"engine_cell", "lock_along", "locks_held", "announce",
                                           "nearest",     "adopt",      "give_up",    "held"};
// Namespaces of which nothing is public.
const std::set<std::string> inner_rooms = {"detail", "hooks", "names", "std"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_name(const std::string& t) {
  return !t.empty() && is_word(t[0]) && std::isdigit(static_cast<unsigned char>(t[0])) == 0;
}

// Past a comment, a preprocessor's line or a text in quotes that begins at `at`; else `at`.
std::size_t past_ignored(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) == "/*") return std::min(text.find("*/", at), text.size() - 2) + 2;
  if (text[at] == '#') {
    std::size_t end = text.find('\n', at);
    while (end != std::string_view::npos && text[end - 1] == '\\') end = text.find('\n', end + 1);
    return std::min(end, text.size());
  }
  if (text[at] == '"' || text[at] == '\'') {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != text[at]) end += text[end] == '\\' ? 2 : 1;
    return end + 1;
  }
  return at;
}

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      ++at;
    } else if (const std::size_t past = past_ignored(text, at); past != at) {
      at = past;
    } else {
      std::size_t end = at;
      const bool number = std::isdigit(static_cast<unsigned char>(text[at])) != 0;
      while (end < text.size() && (is_word(text[end]) || (number && text[end] == '\''))) ++end;
      if (end == at) end = text.substr(at, 2) == "::" ? at + 2 : at + 1;
      tokens.emplace_back(text.substr(at, end - at));
      at = end;
    }
  }
  return tokens;
}

}  // namespace

declarations::declarations(std::string_view header) : tokens_(tokens_of(header)) {}

std::set<std::string> declarations::read() {
  while (!at_end()) read_declaration({});
  add_inherited();
  return std::move(found_);
}

bool declarations::take(std::string_view text) {
  if (!is(text)) return false;
  ++at_;
  return true;
}

void declarations::skip_group() {
  int depth = 0;
  do {
    if (is("(") || is("[") || is("{")) ++depth;
    if (is(")") || is("]") || is("}")) --depth;
    ++at_;
  } while (!at_end() && depth > 0);
}

void declarations::skip_angles() {
  int depth = 0;
  do {
    if (is("(") || is("{")) {
      skip_group();
      continue;
    }
    if (is("<")) ++depth;
    if (is(">")) --depth;
    ++at_;
  } while (!at_end() && depth > 0);
}

// "(…)", or the name of a concept or trait with its arguments.
void declarations::skip_constraint() {
  if (is("(")) return skip_group();
  do {
    ++at_;
    if (is("<")) skip_angles();
  } while (take("::"));
}

void declarations::skip_past(std::string_view end) {
  while (!at_end() && !is(end)) {
    if (is("(") || is("{")) {
      skip_group();
    } else {
      ++at_;
    }
  }
  take(end);
}

void declarations::add(const scope& in, const std::string& name) {
  if (name == in.own_name || inner_doors.contains(name)) return;
  if (in.shown) found_.insert(in.prefix + name);
  if (in.open && !in.own_name.empty()) classes_[in.own_name].members.insert(name);
}

void declarations::read_members(const scope& of) {
  while (!at_end() && !take("}")) read_declaration(of);
}

void declarations::read_declaration(const scope& in) {
  while (take(";")) {
  }
  if (at_end() || is("}")) return;
  while (is("template")) {
    ++at_;
    skip_angles();
    if (take("requires")) skip_constraint();
  }
  if (is("inline") && tokens_[at_ + 1] == "namespace") ++at_;
  if (take("namespace")) return read_namespace(in);
  if (is("static_assert") || is("typedef")) return skip_past(";");
  if (take("friend")) {
    return read_declaration({.prefix = "", .own_name = "", .shown = false, .open = false});
  }
  if (take("using")) return read_using(in);
  if (take("enum")) return read_enum(in);
  if (is("struct") || is("class")) {
    const bool shown = token() == "struct";
    ++at_;
    return read_class(in, shown);
  }
  read_other(in);
}

// The backends' namespaces are inline; suture::sync goes by its second name.
void declarations::read_namespace(const scope& in) {
  std::string prefix = in.prefix;
  bool shown = in.shown;
  for (; !is("{") && !is("="); ++at_) {
    const std::string& name = token();
    if (inner_rooms.contains(name)) shown = false;
    if (is_name(name) && !name.ends_with("_backend") && name != "SUTURE_BACKEND_NAMESPACE") {
      prefix += name + "::";
    }
  }
  if (is("=")) return skip_past(";");
  ++at_;
  const std::string longer = "suture::sync::";
  if (prefix.starts_with(longer)) prefix = prefix.substr(std::string("suture::").size());
  read_members({.prefix = prefix, .own_name = "", .shown = shown, .open = true});
}

void declarations::read_class(const scope& in, bool shown_at_first) {
  while (is("[")) skip_group();  // attributes
  std::string name = is("{") ? "" : tokens_[at_++];
  while (take("::")) name = tokens_[at_++];
  const bool special = is("<");  // a specialisation has the name already
  if (special) skip_angles();
  take("final");
  const std::vector<std::string> bases =
      take(":") ? read_bases(shown_at_first) : std::vector<std::string>{};
  if (!is("{")) return skip_past(";");
  ++at_;
  if (!special) add(in, name);
  classes_[name].bases = bases;
  if (in.shown && !special) heirs_.emplace_back(in.prefix, name);
  scope members{in.prefix + name + "::", name, in.shown && shown_at_first, shown_at_first};
  while (!at_end() && !take("}")) {
    const std::string& word = token();
    if ((word == "public" || word == "private" || word == "protected") && tokens_[at_ + 1] == ":") {
      members.open = word == "public";
      members.shown = in.shown && !special && members.open;
      at_ += 2;
    } else {
      read_declaration(members);
    }
  }
  skip_past(";");
}

// The names in a list of bases, up to the class's members: of those whose members are public.
// `open`: they are where nothing is said.
std::vector<std::string> declarations::read_bases(bool open) {
  std::vector<std::string> all;
  int depth = 0;
  bool inherits = open;
  for (; !is("{"); ++at_) {
    if (is("<")) ++depth;
    if (is(">")) --depth;
    if (is(",") && depth == 0) inherits = open;
    if (is("public") || is("private") || is("protected")) {
      inherits = is("public");
    } else if (inherits && is_name(token()) && !is("virtual")) {
      all.push_back(token());
    }
  }
  return all;
}

// What a class has from its bases. Where a base is a parameter of its template, what stands for
// that is in the list of the class that names it, so all names there are looked at; but only then.
std::set<std::string> declarations::inherited_by(const std::string& name, int depth) const {
  const auto found = classes_.find(name);
  if (found == classes_.end() || depth == 0) return {};
  std::set<std::string> all;
  bool goes_on = true;
  for (const std::string& base : found->second.bases) {
    const auto known = classes_.find(base);
    if (known == classes_.end() || !goes_on) continue;
    all.insert(known->second.members.begin(), known->second.members.end());
    all.merge(inherited_by(base, depth - 1));
    const auto& further = known->second.bases;
    goes_on =
        !further.empty() && !classes_.contains(further.front()) && further.front() != "detail";
  }
  return all;
}

void declarations::add_inherited() {
  constexpr int deepest = 8;
  for (const auto& [prefix, name] : heirs_) {
    for (const std::string& member : inherited_by(name, deepest)) {
      found_.insert(prefix + name + "::" + member);
    }
  }
}

void declarations::read_enum(const scope& in) {
  if (is("class") || is("struct")) ++at_;
  const std::string name = tokens_[at_++];
  add(in, name);
  while (!is("{")) ++at_;
  ++at_;
  while (!at_end() && !take("}")) {
    if (in.shown && is_name(token())) found_.insert(in.prefix + name + "::" + token());
    while (!is(",") && !is("}")) ++at_;
    take(",");
  }
  take(";");
}

// "using x = …;" and "using std::x;", but neither "using namespace x;" nor base::base.
void declarations::read_using(const scope& in) {
  const bool space = is("namespace");
  std::string last = token();
  bool base = false;
  while (!is(";") && !is("=")) {
    base = base || (is("::") && tokens_[at_ - 1] == tokens_[at_ + 1]);
    last = token();
    ++at_;
  }
  if (is("=") && in.own_name.empty()) {
    for (++at_; !is(";") && !is("{") && !is("("); ++at_) {
      if (is_name(token())) classes_[last].bases.push_back(token());
    }
  }
  skip_past(";");
  if (!space && !base) add(in, last);
}

// A function or a variable: its name stands before the first parenthesis, or before what follows a
// variable. Operators have no name of their own.
void declarations::read_other(const scope& in) {
  std::string name;
  bool is_operator = false;
  bool function = false;
  bool constructor = false;
  while (!at_end()) {
    if (is("operator") || is("~")) is_operator = true;
    if (is("explicit") && tokens_[at_ + 1] == "(") {
      ++at_;
      skip_group();
    } else if (is("requires")) {
      while (!is("(") && !is("{")) ++at_;
      if (is("(")) skip_group();
      if (!function) continue;
    } else if (is("<") && !is_operator) {
      skip_angles();
    } else if (is("(")) {
      if (!function && !is_operator) name = tokens_[at_ - 1];
      constructor = constructor || (!function && name == in.own_name);
      function = function || !is_operator || tokens_[at_ - 1] != "operator";
      skip_group();
    } else if (is("[")) {
      if (!function && name.empty()) name = is_name(tokens_[at_ - 1]) ? tokens_[at_ - 1] : "";
      skip_group();
    } else if (is("{")) {
      // Of a constructor's list of members, or the body, or a variable's value.
      const bool member = constructor && is_name(tokens_[at_ - 1]) &&
                          (tokens_[at_ - 2] == ":" || tokens_[at_ - 2] == ",");
      if (!function && !is_operator) name = tokens_[at_ - 1];
      const bool body = function && !member;
      skip_group();
      if (body) break;
    } else if (is("=") || is(";")) {
      if (!function && !is_operator && name.empty()) name = tokens_[at_ - 1];
      if (is_operator && is("=") && !function) {
        ++at_;
        continue;
      }
      skip_past(";");
      break;
    } else {
      ++at_;
    }
  }
  if (!is_operator && is_name(name)) add(in, name);
}

}  // namespace house
