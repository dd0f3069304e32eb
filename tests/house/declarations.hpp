// Reads a header for the names that it declares: see public_names.hpp.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace house {

class declarations {
 public:
  explicit declarations(std::string_view header);
  std::set<std::string> read();

 private:
  struct scope {
    std::string prefix;    // "sync::atomic::"
    std::string own_name;  // of a class: its constructors are called so
    bool shown = true;     // what is declared here is public
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

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  std::set<std::string> found_;
};

}  // namespace house
