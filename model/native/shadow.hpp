// Addresses: which atomic or lock lies there, and who has touched the bytes.
//
// Foreign code makes no objects; it has memory. So an address that is used as an atomic is one from
// then on, until it is written plainly, freed, left by its frame, or used in another size: then
// that *incarnation* is over, and the next atomic access begins another whose first value is what
// memory holds. In the engine's graphs an object goes by address, size and incarnation, whichever
// thread comes first. That this is exact rests on races being findings: without one, all accesses
// of an incarnation happen before whatever ends it.
//
// Races are judged byte by byte: of each thread and kind of access the latest is kept, with the
// place in its thread where it happened, and the engine's clocks say whether a later one knows of
// it (execution::knows). Which of the two comes first in a run makes no difference.
//
// Memory holds what the run's order has written last; what a thread may see of an atomic is in the
// graph. So before a plain read, and where an incarnation ends, the value that happens before is
// put into memory.
//
// One shadow serves one execution at a time. It keeps its pages from run to run.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/engine/execution.hpp"

namespace suture::native {

// An atomic, or the object that stands for a lock of the C library.
struct slot {
  std::uintptr_t address = 0;
  primitive kind = primitive::atomic;
  std::uint8_t bytes = 0;  // of the value
  bool live = false;
  std::uint32_t run = 0;
  std::uint32_t incarnation = 0;
  std::vector<std::uint32_t> numbers;  // by incarnation: what it goes by
  hooks::cell cell;
  const char* label = nullptr;
  std::unique_ptr<slot> next;  // of the same granule
};

// What an access does.
struct deed {
  std::uintptr_t address = 0;
  std::size_t bytes = 0;
  bool write = false;
  bool atomic = false;
  bool frees = false;
  std::uintptr_t pc = 0;
};

class shadow {
 public:
  shadow();  // outside of any run
  void begin_run(run_view& run);

  // The object at the address, begun where there is none. `first` is the value of one that is no
  // atomic; an atomic's is what memory holds.
  slot& object(std::uintptr_t address, primitive kind, std::uint8_t bytes, std::uint64_t first);
  slot& atomic(std::uintptr_t address, std::uint8_t bytes) {
    return object(address, primitive::atomic, bytes, 0);
  }
  // Whatever begins in the range ends.
  void end_objects(std::uintptr_t address, std::size_t bytes);
  void end_object(slot& s);
  // What is at the address, or will be, is called that in this run.
  void label(std::uintptr_t address, const char* name);

  // An access that is about to be made, if it is plain; that has just been carried out, if not.
  // Reports what is wrong with it.
  void access(const deed& d);
  void allocated(std::uintptr_t address, std::size_t bytes, std::uintptr_t pc);
  void freed(std::uintptr_t address, std::size_t bytes, std::uintptr_t pc);

  // Puts into memory what the running thread knows of the atomics in the range.
  void refresh(std::uintptr_t address, std::size_t bytes);
  // The same with their last values, at a run's end.
  void settle();

 private:
  // One access of a thread to bytes of a granule: `events` is how many it had made before.
  struct record {
    thread_id thread;
    std::uint32_t events;
    std::uintptr_t pc;
    std::uint8_t mask;
    bool write, atomic, frees;
    std::uint8_t bytes;  // of an atomic
  };
  struct granule {
    std::uint32_t run = 0;
    std::uint8_t valid = 0;  // bytes that may be touched
    std::vector<record> records;
    std::unique_ptr<slot> slots;
  };
  static constexpr std::size_t granule_bytes = 8, page_granules = 512;
  static constexpr std::size_t page_bytes = granule_bytes * page_granules;
  using page = std::array<granule, page_granules>;

  page* page_at(std::uintptr_t address, bool make);
  granule& granule_at(std::uintptr_t address) {
    return (*page_at(address, true))[address / granule_bytes % page_granules];
  }
  void begin_granule(granule& g, std::uintptr_t address);
  std::uint8_t valid_bytes(std::uintptr_t granule_address);
  void judge(granule& g, const record& now, std::uintptr_t address);
  template <class Visit>
  void each_slot(std::uintptr_t address, std::size_t bytes, Visit visit);
  template <class Visit>
  void each_known_granule(std::uintptr_t address, std::size_t bytes, Visit visit);
  void adopt(slot& s, std::uint64_t first);
  void put_known_value(slot& s);
  void put(slot& s, std::uint64_t bits);
  [[gnu::cold]] void conflict(std::uintptr_t address, const record& before, const record& now);
  [[gnu::cold]] void invalid(std::uintptr_t address, const record& now);
  [[gnu::cold]] void not_put_back(std::uintptr_t address, const record& now);
  std::string described(std::uintptr_t address);

  std::uint32_t next_number();
  static constexpr std::uint32_t most_objects = std::uint32_t{1} << 20U;

  execution* run_ = nullptr;
  const std::uint32_t first_number_;
  std::uint32_t number_ = 0;  // of the run, for this shadow
  std::uint32_t objects_ = 0;
  std::uint32_t watched_ = 0;
  std::unordered_map<std::uintptr_t, std::unique_ptr<page>> pages_;
  std::uintptr_t last_key_ = ~std::uintptr_t{0};
  page* last_page_ = nullptr;
  std::vector<slot*> in_run_;
  std::unordered_map<std::uintptr_t, const char*> named_;  // by the code under test
};

}  // namespace suture::native
