// One line on a terminal that says how far a long command is. Nothing where stderr is no terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace cli {

class progress_line {
 public:
  explicit progress_line(std::size_t total);

  void begin(std::size_t work, const std::string& name);
  void runs(std::size_t work, std::uint64_t count);
  void end(std::size_t work);
  // Takes the line away; the next update shows it again.
  void clear();

 private:
  struct piece {
    std::string name;
    std::uint64_t runs = 0;
    std::chrono::steady_clock::time_point begun;
  };
  void show(bool at_once);

  bool on_;
  bool shown_ = false;
  std::size_t total_;
  std::size_t done_ = 0;
  std::map<std::size_t, piece> under_way_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace cli
