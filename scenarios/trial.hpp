// Trying a change of a container before it is merged: a lock, a refcount, anything that its
// policies say. The idea is all there is to write:
//
//   struct mine : interp::list_policies {
//     using locking = interp::locking::per_object<my_lock>;
//   };
//   for (const scenarios::trial& t : scenarios::list_trials<mine>()) {
//     SCOPED_TRACE(t.name);
//     EXPECT_VERIFIED(suture::check(t.body));
//   }
//
// A trial is a body like any other: what it may take and under which memory model it runs is for
// suture::options to say, and a finding has a token. Installed, it is suture::trial; drawing needs
// RapidCheck. docs/tutorial.md has the whole of an outside project.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/generated/dict_player.hpp"
#include "scenarios/generated/draw.hpp"
#include "scenarios/generated/list_player.hpp"
#include "scenarios/situations/dict.hpp"
#include "scenarios/situations/list.hpp"

namespace scenarios {

struct trial {
  std::string name;            // of the catalogue's situation, or the id of a drawn case
  std::function<void()> body;  // a whole run; it may be called again
};

// The sequences that are drawn besides the situations: what threads do with one container.
struct sequences {
  std::uint64_t cases = 20;
  std::uint64_t seed = 1;  // the same ones come with the same seed
  int most_threads = 2;    // 2 or 3; more, and longer ones, take many more executions
  int most_steps = 2;      // of a thread
};

inline namespace SUTURE_BACKEND_NAMESPACE {

// With Policies, which derive from interp::list_policies and count atomically: the situations
// `list.*` of the catalogue, then the drawn ones. Every operation of those is marked, so that a
// check also says whether it is atomic.
template <class Policies>
std::vector<trial> list_trials(sequences how = {});

// The same of `dict.*`, with policies that derive from interp::dict_policies.
template <class Policies>
std::vector<trial> dict_trials(sequences how = {});

template <class Player>
void add_drawn(const generated::container& of, sequences how, std::vector<trial>& to) {
  const generated::range from{
      .of = &of, .most_threads = how.most_threads, .most_steps = how.most_steps};
  for (std::uint64_t i = 0; i < how.cases; ++i) {
    const generated::test_case c = generated::draw(from, how.seed, i);
    to.push_back({generated::id_of(c), [c] { generated::play<Player>(c); }});
  }
}

template <class Policies>
std::vector<trial> list_trials(sequences how) {
  using namespace of_list;
  std::vector<trial> all{
      {"list.append_append", append_append::run<Policies>},
      {"list.append_read", append_read::run<Policies>},
      {"list.clear_read", clear_read::run<Policies>},
      {"list.sort_append", sort_append::run<Policies>},
      {"list.pop_pop", pop_pop::run<Policies>},
  };
  add_drawn<generated::list_player<Policies>>(generated::list_container(), how, all);
  return all;
}

template <class Policies>
std::vector<trial> dict_trials(sequences how) {
  using namespace of_dict;
  std::vector<trial> all{
      {"dict.set_del_get", set_del_get::run<Policies>},
      {"dict.resize_lookup", resize_lookup::run<Policies>},
      {"dict.setdefault", setdefault::run<Policies>},
      {"dict.popitem", popitem::run<Policies>},
      {"dict.clear_read", clear_read::run<Policies>},
  };
  add_drawn<generated::dict_player<Policies>>(generated::dict_container(), how, all);
  return all;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
