// What a body comes to under the engine, as a user of the library sees it.
#pragma once

#include <gtest/gtest.h>
#include <suture/suture.hpp>

#include <functional>
#include <string>

namespace suture::testing {

struct ending {
  std::string kind;     // of the finding; without one the verdict
  std::string message;  // of the finding
  std::string text;     // verdict, finding and trace
  std::uint64_t executions = 0;
};

inline ending ending_of(const std::function<void()>& body, options how = {}) {
  how.max_seconds = 0;
  if (how.strategy == "portfolio") how.strategy = "exhaustive";
  const result r = check(body, how);
  if (r.findings.empty()) {
    return {std::string(to_string(r.verdict)), {}, r.to_string(), r.executions};
  }
  // A token that does not lead back is worth nothing.
  const result again = replay(body, r.findings[0].token);
  EXPECT_EQ(again.verdict, verdict::found) << r.to_string();
  return {r.findings[0].kind, r.findings[0].message, r.to_string(), r.executions};
}

inline std::string kind_of(const std::function<void()>& body, const char* memory = "rc11") {
  options how;
  how.memory = memory;
  return ending_of(body, how).kind;
}

}  // namespace suture::testing
