#include "bench/linearizability/unkeyed_model.hpp"

namespace suture::linearizability::testing {
namespace {

class unkeyed_model final : public model {
 public:
  explicit unkeyed_model(std::shared_ptr<const model> spec) : spec_(std::move(spec)) {}

  std::string_view name() const override { return spec_->name(); }
  std::span<const signature> functions() const override { return spec_->functions(); }
  void initial(state& out, std::span<const call* const> calls, value_table& values) const override {
    spec_->initial(out, calls, values);
  }
  bool step(state& s, const call& c, const reply& answer) const override {
    return spec_->step(s, c, answer);
  }
  std::string describe(const state& s, const value_table& values) const override {
    return spec_->describe(s, values);
  }

 private:
  void refine(call& c, const operation& op, value_table& values) const override {
    c = spec_->prepare(op, c.open, values);
    c.key = whole_object;
  }

  std::shared_ptr<const model> spec_;
};

}  // namespace

std::shared_ptr<const model> make_unkeyed(std::shared_ptr<const model> spec) {
  return std::make_shared<unkeyed_model>(std::move(spec));
}

}  // namespace suture::linearizability::testing
