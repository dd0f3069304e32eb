// A line chart as SVG: one line for each series, over the number of threads.
#pragma once

#include <string>
#include <vector>

namespace fib_bench {

struct series {
  std::string name;
  std::vector<double> values;  // for 1, 2, … threads
};

// All values are positive. Text in it needs no escaping: the names are this program's own.
std::string chart(const std::string& title, const std::vector<series>& all);

}  // namespace fib_bench
