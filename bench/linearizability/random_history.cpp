#include "bench/linearizability/random_history.hpp"

namespace suture::linearizability::testing {
namespace {

struct actor {
  enum class phase { idle, called, done } at = phase::idle;
  bool slow = false;
  std::size_t current = 0;  // index of its operation
};

class simulator {
 public:
  simulator(const simulation& s, std::uint64_t seed)
      : plan_(s), random_(seed), object_(s.spec), actors_(s.processes) {}

  history run() {
    for (std::int64_t now = 1; !finished(); ++now) {
      const std::size_t who = random_.below(actors_.size());
      if (!actors_[who].slow || random_.one_in(100)) {
        advance(actors_[who], static_cast<std::uint32_t>(who), now);
      }
    }
    return std::move(made_);
  }

 private:
  bool finished() const {
    if (made_.size() < plan_.operations) {
      return false;
    }
    return plan_.leave_pending || running_ == 0;
  }

  void advance(actor& a, std::uint32_t who, std::int64_t now) {
    switch (a.at) {
      case actor::phase::idle:
        begin(a, who, now);
        break;
      case actor::phase::called: {
        operation& op = made_[a.current];
        op.result = object_.apply(op.function, op.arguments);
        op.effect = plan_.with_effects ? now : unknown;
        a.at = actor::phase::done;
        break;
      }
      case actor::phase::done:
        made_[a.current].returned = now;
        a.at = actor::phase::idle;
        --running_;
        break;
    }
  }

  void begin(actor& a, std::uint32_t who, std::int64_t now) {
    if (made_.size() == plan_.operations) {
      return;
    }
    drawn_call drawn = plan_.draw(random_);
    operation op;
    op.process = who;
    op.called = now;
    op.function = std::move(drawn.function);
    op.arguments = std::move(drawn.arguments);
    a.current = made_.size();
    a.at = actor::phase::called;
    a.slow = plan_.slow_one_in != 0 && random_.one_in(plan_.slow_one_in);
    made_.push_back(std::move(op));
    ++running_;
  }

  const simulation& plan_;
  generator random_;
  sequential_object object_;
  std::vector<actor> actors_;
  history made_;
  std::size_t running_ = 0;
};

}  // namespace

history simulate(const simulation& s, std::uint64_t seed) { return simulator(s, seed).run(); }

}  // namespace suture::linearizability::testing
