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
// used. A location is atomic if any declaration or use makes it so, which is known only when all
// threads have been read. Where some atomic call follows a pointer that is computed, every location
// that one may lead to is atomic.
class location_names {
 public:
  explicit location_names(std::vector<location>& locations) : locations_(locations) {}

  // The location of that name, made known on first sight with the initial value 0.
  std::uint32_t number_of(const std::string& name);
  std::optional<std::uint32_t> find(const std::string& name) const;
  const location& operator[](std::uint32_t number) const { return locations_[number]; }
  // Throws input_error where it has been given a type of another size.
  void declare(std::uint32_t number, const type& of, const token_stream& in, std::uint32_t line);
  void declare_atomic(std::uint32_t number) { locations_[number].atomic = true; }
  void set_initial(std::uint32_t number, std::vector<value> initial, bool array);
  // The initial value is an address: without another type it is a pointer to an int.
  void note_pointer(std::uint32_t number);

  void note_address_taken(std::uint32_t number) { taken_[number] = true; }
  void note_computed_atomic() { computed_atomic_ = true; }

  // When all is read: gives those without a type one, and cells to all.
  void settle();

 private:
  std::vector<location>& locations_;
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> typed_;  // by location, the line where it got a type; 0: it has none
  std::vector<bool> taken_;           // may a computed pointer lead there?
  bool computed_atomic_ = false;
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
  // Again, if it is there already; then with this type.
  std::uint32_t declare_local(const std::string& name, const type& of);
  const type& type_of(std::uint32_t local) const { return code_.types[local]; }

 private:
  thread& code_;
  std::map<std::string, std::uint32_t> parameters_;
};

}  // namespace suture::litmus
