#include "tests/oracle/generate.hpp"

#include <algorithm>
#include <utility>

namespace suture::oracle {
namespace {

using instructions = std::vector<instruction>;

class drawer {
 public:
  drawer(const rc::Random& random, int size, const shape& s) : random_(random), shape_(s) {
    total_ = std::max(s.min_threads, std::min(s.total, 3 + static_cast<unsigned>(size) / 4));
  }

  program draw() {
    program_.locations.resize(1 + below(shape_.locations), 0);
    accessed_ = static_cast<unsigned>(program_.locations.size());
    for (unsigned c = 0; c < shape_.counters; ++c) program_.locations.push_back(1 + below(3));
    first_plain_ = static_cast<unsigned>(program_.locations.size());
    program_.locations.resize(first_plain_ + shape_.plain_locations, 0);
    program_.mutexes = shape_.lock == 0 ? 0 : 1 + below(shape_.mutexes);

    for (const unsigned length : lengths()) {
      registers_ = 0;
      thread_ = static_cast<unsigned>(program_.threads.size());
      program_.threads.push_back(block(length, {}));
    }
    return std::move(program_);
  }

 private:
  enum class access { load, store, update };

  unsigned below(unsigned n) { return n == 0 ? 0 : static_cast<unsigned>(random_.next() % n); }

  /// Instructions per thread. Most programs are nearly as long as they may be: the interesting
  /// ones are.
  std::vector<unsigned> lengths() {
    const unsigned widest = std::min(shape_.max_threads, total_);
    std::vector<unsigned> result(shape_.min_threads + below(widest - shape_.min_threads + 1), 1);
    const auto threads = static_cast<unsigned>(result.size());
    const unsigned most = std::min(total_, threads * shape_.per_thread) - threads;
    for (unsigned more = std::max(below(most + 1), below(most + 1)); more > 0; --more) {
      unsigned t = below(threads);
      while (result[t] == shape_.per_thread) t = (t + 1) % threads;
      ++result[t];
    }
    return result;
  }

  /// The index of one of the weights; the first if all are 0.
  unsigned weighted(const std::vector<unsigned>& weights) {
    unsigned sum = 0;
    for (const unsigned w : weights) sum += w;
    if (sum == 0) return 0;
    unsigned at = below(sum);
    unsigned index = 0;
    while (at >= weights[index]) at -= weights[index++];
    return index;
  }

  /// `length` instructions inside the locks `held`.
  instructions block(unsigned length, const std::vector<unsigned>& held) {
    instructions result;
    while (result.size() < length) {
      const unsigned left = length - static_cast<unsigned>(result.size());
      const instructions next = statement(left, held);
      result.insert(result.end(), next.begin(), next.end());
    }
    return result;
  }

  /// At most `room` instructions: one, or a compound statement.
  instructions statement(unsigned room, const std::vector<unsigned>& held) {
    const bool may_lock = room >= 2 && held.size() < program_.mutexes;
    const bool may_branch = room >= 2 && registers_ > 0;
    const shape& s = shape_;
    switch (weighted({s.load, s.store, s.update, s.cas, s.fence, s.await, s.choose, s.refcount,
                      may_lock ? s.lock : 0, s.plain_locations == 0 ? 0 : s.plain,
                      may_branch ? s.branch : 0})) {
      case 0:
        return {read()};
      case 1:
        return {write()};
      case 2:
        return {update()};
      case 3:
        return {compare_exchange()};
      case 4:
        return {fence(fence_order())};
      case 5:
        return {wait()};
      case 6:
        return {choose(registers_++, 2)};
      case 7:
        return {refcount()};
      case 8:
        return locked(room, held);
      case 9:
        return {plain()};
      default:
        return branch(room, held);
    }
  }

  // What is drawn is drawn into variables first: a compiler may evaluate arguments in any order,
  // and one seed must give one program.
  instruction read() {
    const unsigned where = location();
    return load(registers_++, where, order_of(access::load));
  }

  instruction write() {
    const unsigned where = location();
    const expression what = value();
    return store(where, what, order_of(access::store));
  }

  instruction update() {
    const unsigned where = location();
    const bool adds = below(2) == 0;
    const expression operand = adds ? constant() : value();
    const std::memory_order order = order_of(access::update);
    const unsigned reg = registers_++;
    return adds ? fetch_add(reg, where, operand, order) : exchange(reg, where, operand, order);
  }

  instruction compare_exchange() {
    const unsigned where = location();
    const value_type expected = below(shape_.values + 1);
    const value_type desired = constant();
    const std::memory_order success = order_of(access::update);
    const std::memory_order failure = order_of(access::load);
    const unsigned kind = below(4);
    const unsigned reg = std::exchange(registers_, registers_ + 2);
    if (kind < 2) return cas_strong(reg, reg + 1, where, expected, desired, success, failure);
    return cas_weak(reg, reg + 1, where, expected, desired, success, failure, kind == 2);
  }

  instruction wait() {
    const unsigned where = location();
    const value_type wanted = below(shape_.values + 1);
    return await(where, wanted, order_of(access::load));
  }

  std::memory_order fence_order() {
    static constexpr std::memory_order orders[] = {
        std::memory_order_acquire, std::memory_order_release, std::memory_order_acq_rel};
    // There is no relaxed fence; where only relaxed accesses are wanted, any fence will do.
    const unsigned weak = std::max(shape_.relaxed, shape_.acquire_release);
    return weighted({weak, shape_.seq_cst}) == 0 ? orders[below(3)] : std::memory_order_seq_cst;
  }

  instruction refcount() {
    const unsigned where = shape_.counters > 0 ? accessed_ + below(shape_.counters) : location();
    const std::memory_order order = order_of(access::update);
    return below(2) == 0 ? add_unread(where, 1, order)
                         : sub_and_test(registers_++, where, 1, order);
  }

  instruction plain() {
    const bool own = below(4) != 0;
    const unsigned which = own ? thread_ % shape_.plain_locations : below(shape_.plain_locations);
    const bool stores = below(2) == 0;
    if (stores) return plain_store(first_plain_ + which, value());
    return plain_load(registers_++, first_plain_ + which);
  }

  instructions locked(unsigned room, std::vector<unsigned> held) {
    unsigned mutex = below(program_.mutexes);
    while (std::find(held.begin(), held.end(), mutex) != held.end())
      mutex = (mutex + 1) % program_.mutexes;
    held.push_back(mutex);
    instructions result = block(below(room - 1), held);
    result.insert(result.begin(), lock(mutex));
    result.push_back(unlock(mutex));
    return result;
  }

  instructions branch(unsigned room, const std::vector<unsigned>& held) {
    const unsigned reg = below(registers_);
    instructions result = block(1 + below(room - 1), held);
    const auto skipped = static_cast<unsigned>(result.size());
    const value_type equals = below(shape_.values + 1);
    result.insert(result.begin(), skip_if(reg, equals, skipped));
    return result;
  }

  unsigned location() { return below(accessed_); }
  value_type constant() { return 1 + below(shape_.values); }

  expression value() {
    if (registers_ > 0 && below(4) == 0) return {below(registers_), below(2)};
    return constant();
  }

  std::memory_order order_of(access kind) {
    static constexpr std::memory_order update_orders[] = {
        std::memory_order_acquire, std::memory_order_release, std::memory_order_acq_rel};
    switch (weighted({shape_.relaxed, shape_.acquire_release, shape_.seq_cst})) {
      case 0:
        return std::memory_order_relaxed;
      case 2:
        return std::memory_order_seq_cst;
      default:
        break;
    }
    if (kind == access::update) return update_orders[below(3)];
    return kind == access::load ? std::memory_order_acquire : std::memory_order_release;
  }

  rc::Random random_;
  const shape& shape_;
  unsigned total_ = 0;
  program program_{};
  unsigned accessed_ = 0;  // locations that are not counters
  unsigned first_plain_ = 0;
  unsigned thread_ = 0;     // being drawn
  unsigned registers_ = 0;  // of the thread being drawn, so far
};

}  // namespace

rc::Gen<program> programs(const shape& s) {
  return [s](const rc::Random& random, int size) {
    return rc::shrinkable::shrinkRecur(drawer(random, size, s).draw(), [](const program& p) {
      return rc::seq::fromContainer(simpler(p));
    });
  };
}

}  // namespace suture::oracle
