// The parking lot: nobody sleeps over a change, and nobody posts to a waiter that is gone.
#include "interp_core/lock/parking_lot.hpp"

#include <chrono>
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::park_result;
using interp::parking_rules;

struct compares_early : parking_rules {
  static constexpr bool compares_under_lock = false;
};
// A signal may come to every sleeper.
struct signals : parking_rules {
  static bool is_interrupted() { return sync::choose(2) == 1; }
};
struct unpark_says_nothing : signals {
  static constexpr bool unpark_marks = false;
};
struct unpark_all_says_nothing : signals {
  static constexpr bool unpark_all_marks = false;
};
struct unpark_all_says_nothing_in_time : parking_rules {
  static constexpr bool unpark_all_marks = false;
};

// A word that is changed once, and what is written before that.
struct message {
  message() {
    sync::label(word, "word");
    sync::label(text, "text");
  }
  sync::atomic<std::uint8_t> word{0};
  sync::var<int> text{0};
};

// Parks until the word has changed, whatever it is woken by.
template <class Lot>
void wait_for(Lot& lot, message& m) {
  while (m.word.load(std::memory_order_acquire) == 0) lot.park(m.word, std::uint8_t{0}, nullptr);
}

enum class wakes { one, all };

template <wakes Wakes, class Lot>
void send(Lot& lot, message& m) {
  m.text.set(1);
  m.word.store(1, std::memory_order_release);
  if (Wakes == wakes::one) {
    lot.unpark(m.word, [](void*, bool) {});
  } else {
    lot.unpark_all(m.word);
  }
}

// One thread waits for a change that the other makes.
template <wakes Wakes, class Rules>
void handed_over() {
  interp::basic_parking_lot<Rules> lot;
  message m;
  int seen = 0;
  sync::parallel([&] { send<Wakes>(lot, m); },
                 [&] {
                   wait_for(lot, m);
                   seen = m.text.get();
                 });
  sync::check(seen == 1, "who was woken sees what was written before");
  sync::check(lot.is_empty(), "nobody is left in the lot");
}

// The same, and a signal may come to the waiter first, which then gives up.
template <wakes Wakes, class Rules>
void handed_over_or_interrupted() {
  interp::basic_parking_lot<Rules> lot;
  message m;
  sync::parallel([&] { send<Wakes>(lot, m); }, [&] { lot.park(m.word, std::uint8_t{0}, nullptr); });
  sync::check(lot.is_empty(), "nobody is left in the lot");
}

// The same, and the waiter waits for a millisecond at most.
template <class Rules>
void handed_over_in_time() {
  interp::basic_parking_lot<Rules> lot;
  message m;
  park_result how = park_result::changed;
  sync::parallel([&] { send<wakes::all>(lot, m); },
                 [&] {
                   const auto deadline = sync::clock::now() + std::chrono::milliseconds(1);
                   how = lot.park(m.word, std::uint8_t{0}, nullptr, interp::stays_attached{},
                                  &deadline);
                 });
  sync::check(how != park_result::interrupted, "no signal has come");
  sync::check(lot.is_empty(), "nobody is left in the lot");
}

constexpr const char* lot = "free-threaded CPython, parking_lot.c";
constexpr const char* own = "our mutant of free-threaded CPython's parking_lot.c";
constexpr const char* unparking = "gh-114944, gh-114945: _PyParkingLot_Park and UnparkAll";

const variant_row entries[] = {
    {"lock.parking/mistake=none", "the word is compared and the thread queued under one lock", lot,
     handed_over<wakes::one, parking_rules>},
    {"lock.parking/mistake=compares_early",
     "the word changes, and all are woken, before the thread is in the queue",
     own,
     handed_over<wakes::one, compares_early>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.parking_signal/wakes=one,mistake=none",
     "a sleeper that a signal wakes waits for the post that is on its way", unparking,
     handed_over_or_interrupted<wakes::one, signals>},
    {"lock.parking_signal/wakes=one,mistake=unmarked",
     "a sleeper that a signal wakes is gone when its semaphore is posted",
     own,
     handed_over_or_interrupted<wakes::one, unpark_says_nothing>,
     "use-after-free",
     {},
     relacy::differs},
    {"lock.parking_signal/wakes=all,mistake=none",
     "the same where all sleepers are taken out at once", unparking,
     handed_over_or_interrupted<wakes::all, signals>},
    {"lock.parking_signal/wakes=all,mistake=unmarked",
     "unpark_all takes a waiter out and does not say so",
     unparking,
     handed_over_or_interrupted<wakes::all, unpark_all_says_nothing>,
     "use-after-free",
     {},
     relacy::differs},
    {"lock.parking_time_out/mistake=none",
     "a sleeper whose time is up takes itself out, or waits for the post", lot,
     handed_over_in_time<parking_rules>},
    {"lock.parking_time_out/mistake=unmarked",
     "a sleeper whose time is up is gone when its semaphore is posted",
     own,
     handed_over_in_time<unpark_all_says_nothing_in_time>,
     "use-after-free",
     {},
     relacy::differs},
};

}  // namespace

void register_lock_parking(registry& out);
void register_lock_parking(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
