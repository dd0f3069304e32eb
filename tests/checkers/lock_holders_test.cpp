#include "checkers/lock_holders.hpp"

#include <gtest/gtest.h>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::line;

// A graph in which threads 0, 1, 2 write one word in turn.
class word_history {
 public:
  word_history() {
    g.child_of(0, 0);
    g.child_of(0, 1);
    word = g.location_of(0, 0, 4, 0);
  }

  void store(thread_id t, std::uint64_t value) { write(t, value, rmw_op::none, 0); }
  void update(thread_id t, rmw_op op, std::uint64_t value) {
    event read = proto(t, event_kind::read);
    read.op = op;
    read.flags = event_flag::rmw;
    g.add_read(read, g.latest(word));
    write(t, value, op, event_flag::rmw);
  }

  std::vector<thread_id> holders() const {
    std::vector<thread_id> threads;
    for (const lock_hold& h : holders_of(g, word)) threads.push_back(h.thread);
    return threads;
  }

  graph g;
  location_id word;

 private:
  event proto(thread_id t, event_kind kind) const {
    event e;
    e.kind = kind;
    e.thread = static_cast<std::uint16_t>(t);
    e.location = word;
    e.size = 4;
    e.where = line(g.size());
    return e;
  }
  void write(thread_id t, std::uint64_t value, rmw_op op, std::uint8_t flags) {
    event e = proto(t, event_kind::write);
    e.value = value;
    e.op = op;
    e.flags = flags;
    g.add_write(e, static_cast<std::uint32_t>(g.where(word).mo.size()));
  }
};

using threads = std::vector<thread_id>;

TEST(LockHolders, of_a_mutex) {
  word_history w;
  EXPECT_EQ(w.holders(), threads{});
  w.update(1, rmw_op::exchange, 1);
  EXPECT_EQ(w.holders(), threads{1});
  w.store(1, 0);
  EXPECT_EQ(w.holders(), threads{});
  w.update(2, rmw_op::exchange, 1);
  EXPECT_EQ(w.holders(), threads{2});
}

TEST(LockHolders, of_a_shared_mutex) {
  word_history w;
  w.update(1, rmw_op::add, 1);
  w.update(2, rmw_op::add, 2);
  w.update(1, rmw_op::add, 3);
  EXPECT_EQ(w.holders(), (threads{1, 2, 1}));
  w.update(1, rmw_op::sub, 2);
  EXPECT_EQ(w.holders(), (threads{1, 2}));
  w.update(2, rmw_op::sub, 1);
  w.update(1, rmw_op::sub, 0);
  EXPECT_EQ(w.holders(), threads{});
  w.update(2, rmw_op::exchange, exclusive_owner);
  EXPECT_EQ(w.holders(), threads{2});
}

TEST(LockHolders, the_taker_of_a_word_made_it_what_was_free) {
  word_history w;
  EXPECT_FALSE(taker_of(w.g, w.word, 2));
  w.update(1, rmw_op::cas_strong, 1);
  w.update(2, rmw_op::exchange, 2);
  ASSERT_TRUE(taker_of(w.g, w.word, 2));
  EXPECT_EQ(taker_of(w.g, w.word, 2)->thread, 1U);
  EXPECT_EQ(taker_of(w.g, w.word, 2)->since.line, 1U);
  w.store(1, 0);
  EXPECT_FALSE(taker_of(w.g, w.word, 2));
}

TEST(LockHolders, counting_up_and_storing_take_nothing) {
  word_history w;
  w.update(1, rmw_op::add, 1);
  EXPECT_FALSE(taker_of(w.g, w.word, 2));
  w.store(1, 0);
  w.store(1, 1);
  EXPECT_FALSE(taker_of(w.g, w.word, 2));
}

TEST(LockHolders, a_sleeper_took_the_word_only_if_it_tries_again) {
  word_history w;
  w.update(1, rmw_op::cas_strong, 1);
  EXPECT_FALSE(taker_of(w.g, w.word, 1));
  w.update(1, rmw_op::exchange, 2);
  EXPECT_TRUE(taker_of(w.g, w.word, 1));
}

}  // namespace
}  // namespace suture
