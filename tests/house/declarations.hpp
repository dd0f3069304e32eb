// Reads a header for the names that it declares: see public_names.hpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace house {

class declarations {
 public:
  explicit declarations(std::string_view header);
  std::set<std::string> read();

 private:
  // A class by its last name: its public members, and the names in its list of bases, in order.
  struct known_class {
    std::set<std::string> members;
    std::vector<std::string> bases;
  };
  struct scope {
    std::string prefix;    // "sync::atomic::"
    std::string own_name;  // of a class: its constructors are called so
    bool shown = true;     // what is declared here is public
    bool open = true;      // it would be, but for what the class lies in
  };

  bool at_end() const { return at_ >= tokens_.size(); }
  const std::string& token() const { return tokens_[at_]; }
  bool is(std::string_view text) const { return !at_end() && token() == text; }
  bool take(std::string_view text);
  void skip_group();   // from ( [ or { past its end
  void skip_angles();  // from < past its end
  void skip_constraint();
  void skip_past(std::string_view end);

  void read_members(const scope& of);  // up to the } that ends it
  void read_declaration(const scope& in);
  void read_namespace(const scope& in);
  void read_class(const scope& in, bool shown_at_first);
  void read_enum(const scope& in);
  void read_using(const scope& in);
  void read_other(const scope& in);
  void add(const scope& in, const std::string& name);
  std::vector<std::string> read_bases(bool open);
  std::set<std::string> inherited_by(const std::string& name, int depth) const;
  void add_inherited();

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  std::set<std::string> found_;
  std::map<std::string, known_class> classes_;
  std::vector<std::pair<std::string, std::string>> heirs_;  // prefix and last name, of public ones
};

}  // namespace house
