#include "scenarios/catalog.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "model/graph/memory_model.hpp"

namespace {

using scenarios::backend;
using scenarios::catalog;
using scenarios::variant;

TEST(catalog, has_the_families_of_the_first_floor) {
  std::set<std::string_view> situations;
  for (const variant& v : catalog().all()) situations.insert(v.situation());
  for (const char* wanted :
       {"refcount.two_owners", "refcount.last_two_drops", "refcount.shared_singleton",
        "str.hash_cache", "str.utf8_cache", "str.wstr_cache", "lock.futex_mutual_exclusion",
        "lock.futex_recursion", "lock.futex_lost_wakeup"})
    EXPECT_TRUE(situations.contains(wanted)) << wanted;
  EXPECT_GE(catalog().all().size(), 20U);
}

// Some variant that fails has this in its provenance.
bool has_failing(std::string_view source) {
  for (const variant& v : catalog().all())
    if (v.expected != "verified" && v.provenance.find(source) != std::string::npos) return true;
  return false;
}

TEST(catalog, has_every_bug_of_the_gilectomy) {
  for (int number = 1; number <= 20; ++number) {
    const std::string bug = "Gilectomy bug G" + std::to_string(number) + ":";
    EXPECT_TRUE(has_failing(bug)) << bug;
  }
}

// The issues about dict, list, set and str, but for gh-128013, which str.utf8_cache shows.
TEST(catalog, has_the_bugs_of_cpython) {
  for (const char* issue :
       {"gh-144295", "gh-132869", "gh-131113", "gh-124470", "gh-118499", "gh-117528", "gh-132617",
        "gh-148873", "gh-150490", "gh-129069", "gh-118561", "gh-119247", "gh-126559", "gh-129619",
        "gh-126136", "gh-142735", "gh-129701"})
    EXPECT_TRUE(has_failing(issue)) << issue;
}

// The issues about locks, the parking lot and stopping the world.
TEST(catalog, has_the_bugs_of_cpython_s_locks) {
  for (const char* issue :
       {"gh-114944", "gh-148820", "gh-135641", "gh-118332", "gh-133130", "gh-144513", "gh-119525",
        "gh-121368", "gh-132942", "gh-116372", "gh-118362"})
    EXPECT_TRUE(has_failing(issue)) << issue;
}

// Those about stopping the world, freeing late and collecting.
TEST(catalog, has_the_bugs_of_what_all_threads_take_part_in) {
  for (const char* issue :
       {"gh-118332", "gh-133130", "gh-144513", "gh-124375", "gh-130794", "gh-132519", "gh-116480",
        "gh-129732", "gh-119369", "gh-121794", "gh-151722", "gh-142975"})
    EXPECT_TRUE(has_failing(issue)) << issue;
}

// Those about weak references, objects made anew, and unique ids.
TEST(catalog, has_the_bugs_of_references) {
  for (const char* issue : {"gh-150247", "gh-131680", "gh-128923"})
    EXPECT_TRUE(has_failing(issue)) << issue;
}

// What the talk says of containers and freelists, beyond the bugs.
TEST(catalog, has_the_situations_of_the_talk) {
  for (const char* wanted :
       {"list.append_append", "list.append_read", "list.clear_read", "list.sort_append",
        "dict.resize_lookup", "dict.set_del_get", "dict.setdefault", "dict.popitem",
        "dict.update_both", "dict.iterate_mutated", "freelist.two_users",
        "freelist.handed_out_twice", "freelist.thread_ends"})
    EXPECT_FALSE(catalog().select(wanted).empty()) << wanted;
}

// Each of the talk's ideas for counts, found sound in its smallest situation.
TEST(catalog, has_every_count_of_the_talk_verified) {
  for (const char* id :
       {"refcount.two_owners/refcount=mutex", "refcount.two_owners/refcount=atomic",
        "refcount.two_owners/refcount=immortal", "refcount.two_owners/refcount=biased",
        "refcount.two_owners/refcount=buffered", "refcount.two_owners/refcount=coalesced",
        "refcount.deferred/mistake=none", "gil.appends/gil=condition"}) {
    const variant* const found = catalog().find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->expected, "verified") << id;
  }
}

// Each of today's locks, found sound in its smallest situation.
TEST(catalog, has_every_lock_verified) {
  for (const char* id :
       {"lock.parking/mistake=none", "lock.py_mutex/mistake=none", "lock.raw_mutex/mistake=none",
        "lock.event/mistake=none", "lock.once/mistake=none", "lock.rw_mutex/mistake=none",
        "lock.sequence/mistake=none", "lock.sections_nested/mistake=none",
        "lock.private/mistake=none", "lock.private_safepoint/mistake=none",
        "lock.platform/lock=pthread", "lock.platform/lock=windows"}) {
    const variant* const found = catalog().find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(found->expected, "verified") << id;
  }
}

// A mutant without its sound counterpart shows nothing.
TEST(catalog, has_a_verified_variant_of_every_situation) {
  std::set<std::string_view> verified, all;
  for (const variant& v : catalog().all()) {
    all.insert(v.situation());
    if (v.expected == "verified") verified.insert(v.situation());
  }
  EXPECT_EQ(verified, all);
}

TEST(catalog, names_only_weak_memory_where_the_verdict_depends_on_the_model) {
  for (const variant& v : catalog().all()) {
    if (v.otherwise.empty()) continue;
    EXPECT_NE(v.expected, "verified") << v.id;
    // A model has the executions of the stronger ones, and with them their findings.
    bool found = false;
    for (const suture::known_memory_model& m : suture::memory_models()) {
      const bool verified = v.expected_under(m.name) == "verified";
      EXPECT_TRUE(verified || v.expected_under(m.name) == v.expected) << v.id;
      EXPECT_FALSE(verified && found) << v.id << " under " << m.name;
      found = found || !verified;
    }
    EXPECT_TRUE(found) << v.id;
    for (const scenarios::other_verdict& other : v.otherwise) {
      EXPECT_NE(suture::make_memory_model(other.memory), nullptr) << other.memory;
    }
  }
}

TEST(catalog, has_a_body_for_some_backend_of_every_variant_in_the_build) {
  for (const variant& v : catalog().all()) {
    const bool runs_somewhere = v.on(backend::engine) != nullptr ||
                                v.on(backend::relacy) != nullptr ||
                                v.on(backend::native) != nullptr;
    EXPECT_TRUE(runs_somewhere || v.expected != "verified") << v.id;
  }
}

// Real threads meet by chance; what is sound must survive whatever they do.
TEST(catalog, is_sound_on_real_threads_where_it_should_be) {
  for (const variant& v : catalog().all()) {
    if (v.on(backend::native) == nullptr) continue;
    SCOPED_TRACE(v.id);
    for (int round = 0; round < 100; ++round) v.on(backend::native)();
  }
}

// One row of docs/scenarios.md for each variant: its id, its verdict under rc11 and, where it
// differs, under other models; and no row for a variant that is not there.
TEST(catalog, is_written_down_in_the_docs) {
  std::ifstream file(SUTURE_DOCS "/scenarios.md");
  ASSERT_TRUE(file) << "docs/scenarios.md is missing";
  std::stringstream text;
  text << file.rdbuf();
  std::set<std::string> rows;
  for (std::string line; std::getline(text, line);)
    if (line.starts_with("| `") && line.find('.') < line.find('`', 3)) rows.insert(line);

  for (const variant& v : catalog().all()) {
    std::string verdict = v.expected;
    std::string others;
    for (const auto& [memory, expected] : v.otherwise) {
      others += others.empty() ? "" : ", ";
      others.append(memory).append(": ").append(expected);
    }
    if (!others.empty()) verdict += " (" + others + ")";
    const std::string beginning = "| `" + v.id + "` | " + verdict + " |";
    const auto row = rows.lower_bound(beginning);
    EXPECT_TRUE(row != rows.end() && row->starts_with(beginning)) << "no row " << beginning;
  }
  EXPECT_EQ(rows.size(), catalog().all().size()) << "rows of variants that are not there";
}

}  // namespace
