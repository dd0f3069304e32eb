#include "checkers/linearizability/sequential_object.hpp"

namespace suture::linearizability {

sequential_object::sequential_object(std::shared_ptr<const model> spec) : spec_(std::move(spec)) {
  spec_->initial(now_, {}, values_);
}

value sequential_object::apply(std::string_view function, std::vector<value> arguments) {
  operation op;
  op.function = function;
  op.arguments = std::move(arguments);
  op.returned = op.called;  // it is not pending: whatever it answers, it has ended
  const call c = spec_->prepare(op, true, values_);
  value answer;
  spec_->step(now_, c, reply(values_, &answer));
  return answer;
}

}  // namespace suture::linearizability
