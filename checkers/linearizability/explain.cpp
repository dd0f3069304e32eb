#include "checkers/linearizability/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "checkers/linearizability/timeline.hpp"

namespace suture::linearizability {
namespace {

constexpr const char* misfit = "✗";

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

class explanation {
 public:
  explanation(const failure& why, const history& operations,
              const std::function<std::string(word)>& origin)
      : why_(why), operations_(operations), origin_(origin), order_(why.partials.front()) {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      number_[order_[i]] = i + 1;
    }
  }

  std::string text() const {
    return left_out() +
           timeline(
               operations_, shown(), [this](word i) { return mark(i); }, "  ") +
           later() + "\n" + steps() + others();
  }

 private:
  std::string mark(word i) const {
    if (i == why_.stuck) {
      return misfit;
    }
    const auto found = number_.find(i);
    return found == number_.end() ? "-" : std::to_string(found->second);
  }

  bool is_shown(word i) const {
    const auto found = number_.find(i);
    return found != number_.end() ? found->second > why_.first_state
                                  : operations_[i].called <= operations_[why_.stuck].returned;
  }

  std::vector<word> shown() const {
    std::vector<word> those;
    std::ranges::copy_if(why_.part, std::back_inserter(those),
                         [this](word i) { return is_shown(i); });
    return those;
  }

  std::string left_out() const {
    return why_.first_state == 0
               ? ""
               : fmt::format("  … after {}: {}\n", counted(why_.first_state, "operation"),
                             why_.states.front());
  }

  std::string later() const {
    const std::size_t count = why_.part.size() - shown().size() - why_.first_state;
    return count == 0 ? "" : fmt::format("  … {} called later\n", counted(count, "operation"));
  }

  std::string described(word i) const {
    return fmt::format("process {}  {}", operations_[i].process, to_string(operations_[i]));
  }

  std::string steps() const {
    std::size_t width = width_of(described(why_.stuck));
    for (std::size_t i = why_.first_state; i < order_.size(); ++i) {
      width = std::max(width, width_of(described(order_[i])));
    }
    const auto step = [width](const std::string& number, std::string text,
                              const std::string& outcome) {
      text.append(width - std::min(width, width_of(text)), ' ');
      return fmt::format("  {:>4}  {}  {}\n", number, text, outcome);
    };
    std::string out = fmt::format("  longest partial linearization: {} of {}\n", order_.size(),
                                  counted(why_.part.size(), "operation"));
    out += step("", "", why_.states.front());
    for (std::size_t i = why_.first_state; i < order_.size(); ++i) {
      out +=
          step(std::to_string(i + 1), described(order_[i]), why_.states[i - why_.first_state + 1]);
    }
    const std::string where = origin_ ? origin_(why_.stuck) : "";
    return out + step(misfit, described(why_.stuck),
                      fmt::format("fits nowhere{}; here it {}",
                                  where.empty() ? "" : " (" + where + ")", answer()));
  }

  std::string answer() const {
    const bool raises = why_.answer.kind() == value::type::error;
    return (raises ? "raises " : "returns ") + to_string(why_.answer);
  }

  // By the numbers of the first; an operation that it lacks is spelled out.
  std::string others() const {
    std::string out;
    for (std::size_t which = 1; which < why_.partials.size(); ++which) {
      out += which == 1 ? "  others as long:" : "                 ";
      const std::vector<word>& other = why_.partials[which];
      const auto differ = std::ranges::mismatch(order_, other).in2;
      out +=
          differ == other.begin() ? "" : fmt::format(" as far as {}, then", differ - other.begin());
      for (auto i = differ; i != other.end(); ++i) {
        const auto found = number_.find(*i);
        out += found != number_.end() ? fmt::format(" {}", found->second)
                                      : fmt::format(" ({})", described(*i));
      }
      out += "\n";
    }
    return out;
  }

  const failure& why_;
  const history& operations_;
  const std::function<std::string(word)>& origin_;
  const std::vector<word>& order_;
  std::map<word, std::size_t> number_;  // in the first partial linearization, from 1
};

}  // namespace

std::string explain(const failure& why, const history& operations,
                    const std::function<std::string(word)>& origin) {
  return explanation(why, operations, origin).text();
}

}  // namespace suture::linearizability
