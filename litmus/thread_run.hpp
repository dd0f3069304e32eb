// One thread of a litmus test in one run: a walk over its statements.
#pragma once

#include <vector>

#include "litmus/memory.hpp"
#include "litmus/test.hpp"

namespace suture::litmus {

// `locals` hold the initial values at first and the final ones afterwards. Every operation carries
// the line of the litmus file as its call site.
class thread_run {
 public:
  thread_run(const test& t, const thread& code, memory& shared, std::vector<value>& locals)
      : test_(t), code_(code), memory_(shared), locals_(locals) {}

  void run() { carry_out(code_.body); }

 private:
  void carry_out(const std::vector<statement>& statements);
  void carry_out(const statement& s);
  value evaluate(const expression& e);
  value access(const expression& e);
  value update(const expression& e);
  value compare_exchange(const expression& e);
  sync::site site_of(std::uint32_t line) const {
    return {test_.file.c_str(), code_.name.c_str(), line};
  }

  const test& test_;
  const thread& code_;
  memory& memory_;
  std::vector<value>& locals_;
};

}  // namespace suture::litmus
