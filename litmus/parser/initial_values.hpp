// The braces below the name: what locations and registers hold at first.
#pragma once

#include <vector>

#include "litmus/parser/names.hpp"
#include "litmus/parser/token_stream.hpp"

namespace suture::litmus {

class initial_values {
 public:
  initial_values(token_stream& in, location_names& locations) : in_(in), locations_(locations) {}

  // `{ x=1; [y]=2; int z; atomic_int w=3; p=x; int a[2]={1,2}; 1:r0=4; }`. Throws input_error.
  void parse();
  // Declares the registers of thread `number` that have a value, before its body is read.
  void give_to(thread& code, std::size_t number) const;
  // Throws input_error if a register of a thread beyond the last was given a value.
  void check_threads(std::size_t count) const;

 private:
  struct register_value {
    std::uint32_t thread;
    token name;
    value initial;
    type of;
  };
  struct initial_value {
    value is = 0;
    bool address = false;
  };
  void one();
  void one_register(const type* declared);
  void one_location(const type* declared);
  void array_of(std::uint32_t location);
  initial_value one_value();

  token_stream& in_;
  location_names& locations_;
  std::vector<register_value> registers_;
};

}  // namespace suture::litmus
