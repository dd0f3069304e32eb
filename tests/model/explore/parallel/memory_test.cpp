// The memory of a search does not grow with the number of its executions.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "model/sync/sync.hpp"
#include "tests/model/explore/parallel/searches.hpp"

namespace suture::testing {
namespace {

// What the process has in memory now, in bytes.
std::uint64_t resident() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t whole = 0, pages = 0;
  statm >> whole >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// 2^20 executions, some of them failing while they wait, with containers alive in all of them.
void body() {
  const std::vector<std::string> owned(3, std::string(100, 'x'));
  std::uint32_t chosen = 0;
  for (int i = 0; i < 20; ++i) chosen = chosen * 2 + sync::choose(2);
  if (chosen % 64 != 1) return;
  sync::mutex m;
  sync::parallel([&] {
    const std::map<int, std::string> more{{1, std::string(100, 'y')}};
    m.lock();
    m.lock();
  });
}

TEST(memory, does_not_grow_with_executions) {
  division d;
  d.jobs = 2;
  std::uint64_t early = 0;
  const auto r = search_divided("rc11", body, d, {0, 0, false}, [&](const statistics& s) {
    if (early == 0 && s.runs() > 100'000) early = resident();
    return true;
  });
  EXPECT_TRUE(r.result.exhausted);
  EXPECT_EQ(r.result.counts.runs(), std::uint64_t{1} << 20U);
  EXPECT_EQ(r.result.counts.failed, std::uint64_t{1} << 14U);
  ASSERT_NE(early, 0U);
  EXPECT_LT(resident(), early + (4U << 20U)) << early << " bytes after the first tenth";
#ifndef __SANITIZE_THREAD__  // which needs several times as much for itself
  EXPECT_LT(r.result.peak_bytes, 200U << 20U);
#endif
}

}  // namespace
}  // namespace suture::testing
