// What the names in a litmus test stand for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "litmus/parser/token_stream.hpp"
#include "litmus/test.hpp"

namespace suture::litmus {

// The locations of a test, from the initial values and the threads' parameters, with how they are
// used. A location is atomic if any declaration or use makes it so, and only when all threads have
// been read is it known whether that agrees with the plain accesses.
class location_names {
 public:
  explicit location_names(std::vector<location>& locations) : locations_(locations) {}

  // The location of that name, made known on first sight with the initial value 0.
  std::uint32_t number_of(const std::string& name);
  std::optional<std::uint32_t> find(const std::string& name) const;
  void declare_atomic(std::uint32_t location) { locations_[location].atomic = true; }
  void set_initial(std::uint32_t location, value initial) {
    locations_[location].initial = initial;
  }
  void note_plain_access(std::uint32_t location, std::uint32_t line);
  // Throws input_error where an atomic location is accessed plainly.
  void check_accesses(const token_stream& in) const;

 private:
  struct plain_access {
    std::uint32_t location;
    std::uint32_t line;
  };
  std::vector<location>& locations_;
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<plain_access> plain_accesses_;
};

// The names that the body of one thread may use.
class thread_names {
 public:
  explicit thread_names(thread& code) : code_(code) {}

  void add_parameter(const std::string& name, std::uint32_t location) {
    parameters_[name] = location;
  }
  std::optional<std::uint32_t> parameter(const std::string& name) const;
  std::optional<std::uint32_t> local(const std::string& name) const;
  std::uint32_t declare_local(const std::string& name);  // again, if it is there already

 private:
  thread& code_;
  std::map<std::string, std::uint32_t> parameters_;
};

}  // namespace suture::litmus
