#include "bench/fib/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fib_bench {
namespace {

constexpr double left = 60, top = 40, width = 420, height = 320;

// Far enough apart for those who do not see all colours, in turn with dashes.
constexpr std::array colours{"#000000", "#e69f00", "#56b4e9", "#009e73",
                             "#d55e00", "#0072b2", "#cc79a7", "#888888"};

double x_of(std::size_t i, std::size_t n) {
  return left + (n < 2 ? width / 2 : width * static_cast<double>(i) / static_cast<double>(n - 1));
}

std::string line(const series& s, std::size_t number, double most) {
  std::string points;
  for (std::size_t i = 0; i < s.values.size(); ++i)
    points += fmt::format("{:.1f},{:.1f} ", x_of(i, s.values.size()),
                          top + height * (1 - s.values[i] / most));
  const char* const colour = colours[number % colours.size()];
  const char* const dashes = number < colours.size() ? "" : " stroke-dasharray=\"5 3\"";
  const double y = top + 18 * static_cast<double>(number);
  return fmt::format(
      "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n"
      "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"2\"{}/>\n"
      "<text x=\"{}\" y=\"{}\">{}</text>\n",
      points, colour, dashes, left + width + 20, y, left + width + 44, y, colour, dashes,
      left + width + 50, y + 4, s.name);
}

}  // namespace

std::string chart(const std::string& title, const std::vector<series>& all) {
  double most = 0;
  std::size_t threads = 0;
  for (const series& s : all) {
    threads = std::max(threads, s.values.size());
    for (const double v : s.values) most = std::max(most, v);
  }
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"420\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"760\" height=\"420\" "
      "fill=\"#ffffff\"/>\n<text x=\"{}\" y=\"22\" font-size=\"15\">{}</text>\n",
      left, title);
  for (int i = 0; i <= 4; ++i) {
    const double y = top + height * (1 - i / 4.0);
    out += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#dddddd\"/>\n", left,
                       y, left + width, y);
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{:.2f}</text>\n", left - 6,
                       y + 4, most * i / 4.0);
  }
  for (std::size_t i = 0; i < threads; ++i)
    out += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                       x_of(i, threads), top + height + 18, i + 1);
  out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">threads</text>\n",
                     left + width / 2, top + height + 36);
  for (std::size_t i = 0; i < all.size(); ++i) out += line(all[i], i, most);
  return out + "</svg>\n";
}

}  // namespace fib_bench
