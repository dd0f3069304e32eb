#include "cli/pairs/families.hpp"

#include <algorithm>

namespace cli {

namespace {

std::size_t place_of(const std::vector<std::string>& all, const std::string& one) {
  return static_cast<std::size_t>(std::ranges::find(all, one) - all.begin());
}

}  // namespace

const pairs_cell* family_matrix::at(std::size_t row, std::size_t column) const {
  return cells[row * operations.size() + column];
}

std::size_t family_matrix::column_width(std::size_t column) const {
  std::size_t width = operations[column].size();
  for (std::size_t row = column; row < operations.size(); ++row) {
    if (const pairs_cell* c = at(row, column)) width = std::max(width, c->verdict.size());
  }
  return width;
}

std::vector<family_matrix> families_of(const pairs_matrix& m) {
  std::vector<family_matrix> all;
  for (const pairs_cell& c : m.cells) {
    if (std::ranges::find(all, c.family, &family_matrix::family) == all.end()) {
      all.push_back({c.family, {}, {}});
    }
    auto& operations = std::ranges::find(all, c.family, &family_matrix::family)->operations;
    for (const auto& thread : c.threads) {
      if (place_of(operations, thread.front()) == operations.size()) {
        operations.push_back(thread.front());
      }
    }
  }
  for (family_matrix& f : all) {
    f.cells.resize(f.operations.size() * f.operations.size());
    for (const pairs_cell& c : m.cells) {
      if (c.family != f.family) continue;
      const std::size_t a = place_of(f.operations, c.threads.front().front());
      const std::size_t b = place_of(f.operations, c.threads.back().front());
      f.cells[a * f.operations.size() + b] = f.cells[b * f.operations.size() + a] = &c;
    }
  }
  return all;
}

}  // namespace cli
