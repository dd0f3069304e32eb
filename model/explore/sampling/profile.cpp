#include "model/explore/sampling/profile.hpp"

#include <algorithm>
#include <map>

#include "model/explore/explorer.hpp"
#include "model/explore/sampling/random_walk.hpp"

namespace suture {

namespace {

using all_work = std::unordered_map<identity_key, profile::work>;

void add_child(profile::work& to, std::uint32_t ordinal, std::uint64_t amount) {
  if (to.childs.size() <= ordinal) to.childs.resize(ordinal + 1);
  to.childs[ordinal] += amount;
}

// Adds what each thread did, and to each of its makers what it did for them. A thread's number is
// above its maker's.
void add_work(all_work& to, const graph& g, const std::vector<std::uint64_t>& own) {
  std::vector<std::uint64_t> whole = own;
  for (thread_id t = g.thread_count(); t-- > 0;) {
    if (whole[t] == 0) continue;
    to[key_of_thread(g, t)].own += own[t];
    const thread_id maker = g.thread(t).parent;
    if (maker == no_thread) continue;
    whole[maker] += whole[t];
    add_child(to[key_of_thread(g, maker)], g.thread(t).ordinal, whole[t]);
  }
}

// Makes uniform walks, and notes what they are like.
class surveyor final : public strategy {
 public:
  surveyor(const memory_model& model, std::uint64_t seed) : walk_(seed, model) {}

  std::string_view name() const override { return walk_.name(); }
  graph* next_run() override { return walk_.next_run(); }
  thread_id pick_thread(const run_view& run) override {
    ++seen_.decisions;
    return walk_.pick_thread(run);
  }
  read_choice pick_read(const run_view& run, const event& proto) override {
    return walk_.pick_read(run, proto);
  }
  std::uint32_t pick_place(const run_view& run, const event& proto) override {
    return walk_.pick_place(run, proto);
  }
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override {
    return walk_.pick_choice(run, n);
  }
  void end_run(run_view& run, run_end) override {
    const graph& g = run.events();
    ++seen_.runs;
    std::vector<std::uint64_t> own;
    for (thread_id t = 0; t < g.thread_count(); ++t) own.push_back(g.thread(t).events.size());
    add_work(seen_.threads, g, own);
    for (location_id l = 0; l < g.location_count(); ++l) note(g, l);
  }

  profile result() {
    for (auto& [key, at] : shared_) seen_.shared.push_back(std::move(at));
    return std::move(seen_);
  }

 private:
  void note(const graph& g, location_id l) {
    const location& at = g.where(l);
    std::vector<std::uint64_t> own(g.thread_count());
    std::uint64_t all = 0;
    for (std::uint32_t i = 0; i < at.accessors; ++i) {
      own[at.accesses[i].thread] = at.accesses[i].ids.size();
      all += at.accesses[i].ids.size();
    }
    if (std::count(own.begin(), own.end(), 0U) + 2 > static_cast<std::ptrdiff_t>(own.size())) {
      return;  // one thread's alone
    }
    profile::shared_location& to = shared_[key_of_location(g, l)];
    to.key = key_of_location(g, l);
    to.accesses += all;
    add_work(to.by, g, own);
  }

  random_walk walk_;
  profile seen_;
  std::map<identity_key, profile::shared_location> shared_;
};

}  // namespace

std::uint32_t profile::decisions_in_a_run() const {
  if (runs == 0) return 1;
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, (decisions + runs - 1) / runs));
}

std::shared_ptr<const profile> profile_of(execution& run, const std::function<void()>& body,
                                          const limits& l, std::uint64_t seed, double seconds,
                                          std::uint32_t walks) {
  surveyor s(run.model(), seed);
  explore(run, body, s, l, {.runs = walks, .seconds = seconds});
  return std::make_shared<const profile>(s.result());
}

std::uint64_t work_left::of(const graph& g, thread_id t, std::uint32_t done) const {
  const auto known = of_->find(key_of_thread(g, t));
  if (known == of_->end()) return 1;
  const std::uint64_t made = std::uint64_t{done} * runs_;
  std::uint64_t left = known->second.own > made ? known->second.own - made : 0;
  const auto& childs = known->second.childs;
  for (std::size_t i = g.thread(t).children.size(); i < childs.size(); ++i) left += childs[i];
  return std::max<std::uint64_t>(left, 1);
}

}  // namespace suture
