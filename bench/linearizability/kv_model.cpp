#include "bench/linearizability/kv_model.hpp"

#include <algorithm>

namespace suture::linearizability::testing {
namespace {

enum code : std::uint8_t { get, put, append };

constexpr signature table[] = {
    {"get", get, 1, 1, true}, {"put", put, 2, 2}, {"append", append, 2, 2}};

// The state is keys and texts in turn, ordered by key.
class kv_model final : public model {
 public:
  std::string_view name() const override { return "kv"; }
  std::span<const signature> functions() const override { return table; }
  void initial(state&, std::span<const call* const>, value_table&) const override {}

  bool step(state& s, const call& c, const reply& answer) const override {
    value_table& values = answer.values();
    std::size_t at = 0;
    while (at < s.size() && s[at] < c.arguments[0]) {
      at += 2;
    }
    const bool found = at < s.size() && s[at] == c.arguments[0];
    const word before = found ? s[at + 1] : values.text("");
    if (c.code == get) {
      return answer.is(c, before);
    }
    if (!found) {
      s.insert(s.begin() + static_cast<std::ptrdiff_t>(at), {c.arguments[0], before});
    }
    s[at + 1] =
        c.code == put
            ? c.arguments[1]
            : values.text(values.shown(before).text() + values.shown(c.arguments[1]).text());
    return answer.is(c, value_table::none);
  }

  std::string describe(const state& s, const value_table& values) const override {
    std::string out = "{";
    for (std::size_t i = 0; i < s.size(); i += 2) {
      out += (i > 0 ? ", " : "") + to_string(values.shown(s[i])) + ": " +
             to_string(values.shown(s[i + 1]));
    }
    return out + "}";
  }

 private:
  void refine(call& c, const operation&, value_table&) const override { c.key = c.arguments[0]; }
};

}  // namespace

std::shared_ptr<const model> make_kv() { return std::make_shared<kv_model>(); }

}  // namespace suture::linearizability::testing
