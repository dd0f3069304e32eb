#include "tests/litmus/random_litmus.hpp"

#include <fmt/format.h>

#include <array>
#include <random>
#include <vector>

namespace suture::litmus {

namespace {

constexpr std::array<const char*, 5> orders = {"memory_order_relaxed", "memory_order_acquire",
                                               "memory_order_release", "memory_order_acq_rel",
                                               "memory_order_seq_cst"};

class drawing {
 public:
  explicit drawing(std::uint32_t seed) : random_(seed) {}

  // Not a distribution of the standard library: those differ from one to the next.
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  bool heads() { return below(2) == 1; }

  const char* load_order() { return orders[std::array<unsigned, 4>{0, 0, 1, 4}[below(4)]]; }
  const char* store_order() { return orders[std::array<unsigned, 4>{0, 0, 2, 4}[below(4)]]; }
  const char* any_order() { return orders[below(5)]; }
  const char* fence_order() { return orders[1 + below(4)]; }
  const char* location() { return heads() ? "x" : "y"; }

 private:
  std::mt19937 random_;
};

class random_thread {
 public:
  random_thread(drawing& draw, bool plain, unsigned operations)
      : draw_(draw), plain_(plain), left_(operations) {}

  std::string body() {
    while (left_ > 0) statement(0);
    return text_;
  }
  unsigned locals() const { return locals_; }

 private:
  void statement(unsigned depth) {
    if (left_ == 0) return;
    constexpr unsigned atomic_kinds = 11;
    constexpr unsigned plain_kinds = 3;
    const unsigned kind = draw_.below(atomic_kinds + (plain_ ? plain_kinds : 0));
    if (kind == 0) return branch(depth);
    if (kind == 1) return add("atomic_thread_fence({});", draw_.fence_order());
    --left_;
    // One draw a line: the order in which arguments are evaluated is the compiler's.
    const char* const where = draw_.location();
    const char* const order = draw_.any_order();
    if (kind <= 4) {
      read("atomic_load_explicit({}, {})", where, draw_.load_order());
    } else if (kind <= 7) {
      const std::string written = operand();
      add("atomic_store_explicit({}, {}, {});", where, written, draw_.store_order());
    } else if (kind == 8) {
      read("atomic_fetch_add_explicit({}, 1, {})", where, order);
    } else if (kind == 9) {
      read("atomic_exchange_explicit({}, {}, {})", where, operand(), order);
    } else if (kind == 10) {
      compare_exchange(where, order);
    } else {
      plain_access(kind == 11, draw_.below(4) == 0 ? where : "d");
    }
  }

  // Of plain data, or of one of the atomics.
  void plain_access(bool reads, const char* where) {
    if (reads) return read("*{}", where);
    add("*{} = {};", where, operand());
  }

  // A constant, or something read before.
  std::string operand() {
    if (known_.empty() || draw_.below(3) != 0) return std::to_string(1 + draw_.below(2));
    const unsigned local = some_local();
    return fmt::format("r{}{}", local, draw_.heads() ? " + 1" : "");
  }

  unsigned some_local() { return known_[draw_.below(static_cast<unsigned>(known_.size()))]; }

  void compare_exchange(const char* where, const char* order) {
    const unsigned expected = locals_++;
    add("int r{} = {};", expected, draw_.below(2));
    const std::string desired = operand();
    const char* const strength = draw_.below(4) == 0 ? "weak" : "strong";
    read("atomic_compare_exchange_{}_explicit({}, &r{}, {}, {}, {})", strength, where, expected,
         desired, order, draw_.load_order());
    known_.push_back(expected);
  }

  // What is assigned in a branch is not used after it.
  void branch(unsigned depth) {
    if (known_.empty() || depth > 1) return;
    const unsigned tested = some_local();
    const char* const comparison = draw_.heads() ? "==" : "!=";
    add("if (r{} {} {}) {{", tested, comparison, draw_.below(2));
    const std::vector<unsigned> before = known_;
    for (unsigned n = 1 + draw_.below(2); n > 0; --n) statement(depth + 1);
    known_ = before;
    if (draw_.heads()) {
      add("}} else {{");
      statement(depth + 1);
      known_ = before;
    }
    add("}}");
  }

  template <class... Arguments>
  void read(fmt::format_string<Arguments...> call, Arguments&&... arguments) {
    add("int r{} = {};", locals_, fmt::format(call, std::forward<Arguments>(arguments)...));
    known_.push_back(locals_++);
  }

  template <class... Arguments>
  void add(fmt::format_string<Arguments...> line, Arguments&&... arguments) {
    text_ += "  " + fmt::format(line, std::forward<Arguments>(arguments)...) + "\n";
  }

  drawing& draw_;
  const bool plain_;
  unsigned left_;
  unsigned locals_ = 0;
  std::vector<unsigned> known_;  // locals that hold something here
  std::string text_;
};

}  // namespace

std::string random_litmus(std::uint32_t seed) {
  drawing draw(seed);
  const bool plain = draw.heads();
  const unsigned threads = draw.below(3) == 0 ? 3 : 2;
  std::string text = fmt::format("C random.{}\n{{}}\n", seed);
  std::string shown;
  for (unsigned t = 0; t < threads; ++t) {
    random_thread one(draw, plain, (threads == 2 ? 4 : 2) + draw.below(2));
    const std::string body = one.body();
    text += fmt::format("\nP{} (atomic_int* x, atomic_int* y, int* d) {{\n{}}}\n", t, body);
    for (unsigned local = 0; local < one.locals(); ++local) {
      shown += fmt::format("{}:r{}; ", t, local);
    }
  }
  return text + fmt::format("\nlocations [{}x; y; d;]\nexists (x=1)\n", shown);
}

}  // namespace suture::litmus
