#include "model/engine/process/engine_work.hpp"

#include "model/engine/execution.hpp"

namespace suture {

engine_work::engine_work() : outer_(execution::active()) {
  if (outer_ == nullptr) return;
  judging_ = outer_->set_judging(true);
  suspended_ = outer_->vital_signs().suspended.exchange(true);
}

engine_work::~engine_work() {
  if (outer_ == nullptr) return;
  outer_->vital_signs().advance();
  ++outer_->vital_signs().off_record;
  outer_->vital_signs().suspended.store(suspended_);
  outer_->set_judging(judging_);
}

}  // namespace suture
