// Values: of places that are accessed plainly as well, of what is wider than a word, narrower than
// one, or has holes.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

// An atomic access, then a plain one that knows of it but is not ordered after it.
void plainly_after() {
  sync::atomic<int> x{0}, done{0};
  sync::parallel(
      [&] {
        x.load(relaxed);
        done.store(1, relaxed);
      },
      [&] {
        if (done.load(relaxed) == 1) x.plain().set(1);
      });
}

void plainly_before() {
  sync::atomic<int> x{0}, done{0};
  sync::parallel(
      [&] {
        x.plain().set(1);
        done.store(1, relaxed);
      },
      [&] {
        if (done.load(relaxed) == 1) x.load(relaxed);
      });
}

void plainly_alone() {
  sync::atomic<int> x{0};
  x.store(1);
  sync::check(x.plain().get() == 1, "the last value");
  x.plain().set(2);
  sync::check(x.load() == 2, "the last value");
}

void referred_to() {
  sync::var<int> data{0};
  const sync::atomic_ref<int> x(data);
  x.store(1);
  sync::check(data.get() == 1, "the last value");
  data.set(2);
  sync::check(x.load() == 2, "the last value");
}

void wraps() {
  sync::atomic<std::uint8_t> x{255};
  x.fetch_add(1);
  std::uint8_t zero = 0;
  sync::check(x.compare_exchange_strong(zero, 1), "it is back at zero");
}

struct tagged {
  void* pointer = nullptr;
  std::uint64_t tag = 0;
};

// ABA: the pointer is the same again, the tag is not.
void tag_differs() {
  sync::atomic<tagged> top{tagged{nullptr, 1}};
  tagged seen{nullptr, 0};
  sync::check(!top.compare_exchange_strong(seen, tagged{nullptr, 2}), "another tag");
  sync::check(seen.tag == 1, "the tag that is there");
  sync::check(top.compare_exchange_strong(seen, tagged{nullptr, 2}), "the same tag");
}

struct holed {
  char kind;
  int numbers[3];
};

// The compiler must not see that nobody has use for the rubbish.
[[gnu::noinline]] holed filled_with(unsigned char rubbish, char kind) {
  holed h;
  __builtin_memset(static_cast<void*>(&h), rubbish, sizeof h);
  h.kind = kind;
  for (int& n : h.numbers) n = 1;
  asm volatile("" : "+m"(h));
  return h;
}

void differs_in_padding() {
  sync::atomic<holed> x{filled_with(0x11, 'a')};
  holed expected = filled_with(0x22, 'a');
  sync::check(x.compare_exchange_strong(expected, filled_with(0x33, 'b')), "the same value");
}

}  // namespace

engine_cases value_cases() {
  return {
      {"plainly_after", plainly_after, "2 complete", "race"},
      {"plainly_before", plainly_before, "2 complete", "race"},
      {"plainly_alone", plainly_alone, "1 complete", "1 complete"},
      {"referred_to", referred_to, "1 complete", "1 complete"},
      {"wraps", wraps, "1 complete", "1 complete"},
      {"tag_differs", tag_differs, "1 complete", "1 complete"},
      {"differs_in_padding", differs_in_padding, "1 complete", "1 complete"},
  };
}

}  // namespace suture::testing
