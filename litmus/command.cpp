#include "litmus/command.hpp"

#include <algorithm>
#include <ostream>

#include "litmus/explore.hpp"
#include "litmus/input_error.hpp"
#include "litmus/parser/read_test.hpp"
#include "litmus/print.hpp"

namespace suture {

namespace {

constexpr int status_ok = 0;
constexpr int status_not_ok = 1;
constexpr int status_wrong_use = 2;

int run_file(const std::string& file, const litmus_options& options, std::ostream& out,
             std::ostream& err) {
  try {
    const litmus::test t = litmus::read_test_file(file);
    const litmus::observations seen =
        litmus::explore_test(t, options.memory, {options.runs, options.seconds, options.unroll});
    litmus::print(out, t, seen, {options.counts});
    return litmus::verdict_of(t, seen) == litmus::verdict::ok ? status_ok : status_not_ok;
  } catch (const litmus::input_error& e) {
    err << e.what() << '\n';
  } catch (const std::exception& e) {
    err << printable(file + ": " + e.what()) << '\n';
  }
  return status_wrong_use;
}

}  // namespace

int litmus_command(const std::vector<std::string>& files, const litmus_options& options,
                   std::ostream& out, std::ostream& err) {
  int status = status_ok;
  for (const std::string& file : files) {
    status = std::max(status, run_file(file, options, out, err));
  }
  return status;
}

}  // namespace suture
