// Lengths and contents that are asked for in two steps.
#include <array>

#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

// JDK 1.4's StringBuffer: append(other) asks for other's length, then for so many characters; each
// under other's lock, and nothing between them.
class text_buffer {
 public:
  explicit text_buffer(int length) : length_(length) {}

  int length() {
    const sync::lock_guard held(lock_);
    return length_.get();
  }
  void erase_all() {
    const sync::lock_guard held(lock_);
    length_.set(0);
  }
  void copy_out(int count) {
    const sync::lock_guard held(lock_);
    sync::check(count <= length_.get(), "no more is copied than there is");
  }
  void append(text_buffer& other) {
    const sync::lock_guard held(lock_);
    const int count = other.length();
    length_.set(length_.get() + count);
    other.copy_out(count);
  }

 private:
  sync::mutex lock_;
  sync::var<int> length_;
};

void append_and_erase() {
  text_buffer to(0), from(3);
  sync::parallel([&] { to.append(from); }, [&] { from.erase_all(); });
}

// A bounded buffer whose consumers are woken by `if` where `while` is right.
class bounded_buffer {
 public:
  void put() {
    sync::unique_lock held(lock_);
    if (count_.get() == room) not_full_.wait(held);
    sync::check(count_.get() < room, "a full buffer takes no more");
    count_.set(count_.get() + 1);
    not_empty_.notify_one();
  }
  void take() {
    sync::unique_lock held(lock_);
    if (count_.get() == 0) not_empty_.wait(held);
    sync::check(count_.get() > 0, "an empty buffer gives nothing");
    count_.set(count_.get() - 1);
    not_full_.notify_one();
  }

 private:
  static constexpr int room = 1;
  sync::mutex lock_;
  sync::condition_variable not_full_, not_empty_;
  sync::var<int> count_{0};
};

void put_and_take() {
  bounded_buffer b;
  const auto put = [&] { b.put(); };
  const auto take = [&] { b.take(); };
  sync::parallel(put, put, take, take);
}

// A ring whose writers have no lock: the tail is read and written apart.
void wrap_around() {
  std::array<sync::atomic<int>, 2> ring{};
  sync::atomic<int> head{0}, tail{0};
  const auto enqueue = [&](int value) {
    const int at = tail.load();
    ring[static_cast<std::size_t>(at % 2)].store(value);
    tail.store(at + 1);
  };
  sync::parallel([&] { enqueue(1); }, [&] { enqueue(2); });
  sync::check(tail.load() - head.load() == 2, "both are in the ring");
}

}  // namespace

void add_buffers(std::vector<program>& to) {
  to.push_back({"stringbuffer", "check", "a length that is out of date", append_and_erase});
  to.push_back({"bounded_buffer", "check", "a consumer does not look again", put_and_take});
  to.push_back({"circular_buffer", "check", "two writers take one place", wrap_around});
}

}  // namespace planted
