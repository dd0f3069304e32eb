// Counting references at rest: right counts pass, wrong ones are told, and a search is not
// disturbed.
#include "interp_core/census.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "interp_core/list/list.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"

namespace {

using count = interp::refcount::atomic;
using number = interp::small_int<count>;

struct policies : interp::list_policies {
  using locking = interp::locking::assumed;
};
using list = interp::list<policies>;

suture::result explored(const std::function<void()>& body) {
  suture::options how;
  how.strategy = "exhaustive";
  how.max_seconds = 0;
  return suture::check(body, how);
}

// Two threads append the same number to one list; then references are counted. `extra` is a
// mistake: so many references more are taken than there are holders.
void append_and_count(int extra, std::int64_t told) {
  interp::runtime rt;
  list* l = list::create();
  number* n = sync::make_at<number>(sync::site::current(), 7);
  sync::parallel([&] { (void)l->append(rt, *n); }, [&] { (void)l->append(rt, *n); });
  for (int i = 0; i < extra; ++i) interp::incref(rt, *n);
  interp::census<count> all;
  all.root(*l);
  all.root(*n, told);
  all.check();
  for (int i = 0; i < extra; ++i) interp::decref(rt, *n);
  interp::decref(rt, *l);
  interp::decref(rt, *n);
}

TEST(Census, right_counts_pass) {
  const suture::result r = explored([] { append_and_count(0, 1); });
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
  EXPECT_EQ(r.executions, 2U) << "one for each order of the two appends";
}

TEST(Census, a_reference_too_many_is_told) {
  const suture::result r = explored([] { append_and_count(1, 1); });
  ASSERT_EQ(r.verdict, suture::verdict::found);
  EXPECT_EQ(r.findings.front().kind, "check");
  EXPECT_THAT(r.findings.front().message,
              testing::HasSubstr("refcount: int counts 4 references, and 3 are held"));
}

TEST(Census, a_reference_too_few_is_told) {
  const suture::result r = explored([] { append_and_count(0, 2); });
  ASSERT_EQ(r.verdict, suture::verdict::found);
  EXPECT_THAT(r.findings.front().message,
              testing::HasSubstr("refcount: int counts 3 references, and 4 are held"));
}

TEST(Census, what_is_reached_through_others_is_counted) {
  const suture::result r = explored([] {
    interp::runtime rt;
    list* outer = list::create();
    list* inner = list::create();
    (void)outer->append(rt, *inner);
    (void)inner->append(rt, *inner);  // a cycle
    interp::decref(rt, *inner);
    interp::census<count> all;
    all.root(*outer);
    all.check();
    inner->clear(rt);
    interp::decref(rt, *outer);
  });
  EXPECT_EQ(r.verdict, suture::verdict::verified) << r.to_string();
}

}  // namespace
