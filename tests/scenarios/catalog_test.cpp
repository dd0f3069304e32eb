#include "scenarios/catalog.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

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
    if (v.expected_under_sc.empty()) continue;
    EXPECT_NE(v.expected, "verified") << v.id;
    EXPECT_EQ(v.expected_under_sc, "verified") << v.id;
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
// differs, under sc; and no row for a variant that is not there.
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
    if (!v.expected_under_sc.empty()) verdict += " (sc: " + v.expected_under_sc + ")";
    const std::string beginning = "| `" + v.id + "` | " + verdict + " |";
    const auto row = rows.lower_bound(beginning);
    EXPECT_TRUE(row != rows.end() && row->starts_with(beginning)) << "no row " << beginning;
  }
  EXPECT_EQ(rows.size(), catalog().all().size()) << "rows of variants that are not there";
}

}  // namespace
