// suture pairs over a list and a dict that know nothing of Suture (operations/): locked right,
// every pair is verified; and held against that, a planted fault changes the cells that it should
// and no other. Which these are can be told from the source, by who touches what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/native/operations.hpp"

namespace native_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct planted {
  const char* fault;
  const char* verdict;
  std::set<std::string> pairs;  // "append, length"
};

// A cell that --baseline names, and the two lines below it.
struct named {
  std::string pair, verdict, message, replay;
};

std::vector<named> named_in(const std::string& text, const std::string& family) {
  std::vector<named> all;
  std::istringstream lines(text);
  const std::string before = family + ": ", arrow = ": verified -> ";
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(arrow);
    if (line.rfind(before, 0) != 0 || at == std::string::npos) continue;
    named n{line.substr(before.size(), at - before.size()), line.substr(at + arrow.size()), {}, {}};
    std::getline(lines, n.message);
    std::getline(lines, n.replay);
    all.push_back(std::move(n));
  }
  return all;
}

// The command that is shown shows the finding.
void expect_replay(const named& n) {
  std::istringstream words(n.replay);
  std::string word;
  words >> word;
  EXPECT_EQ(word, "suture");
  std::vector<std::string> arguments;
  while (words >> word) arguments.push_back(word);
  const cli::finished again = cli::suture(arguments);
  EXPECT_EQ(again.status, 1) << again.err;  // found, where nothing should be
  EXPECT_THAT(again.out, HasSubstr(n.message.substr(2))) << n.pair;
}

void expect_changed(const std::string& module, const std::string& family,
                    const std::string& baseline, const planted& p) {
  SCOPED_TRACE(p.fault);
  const cli::finished done = cli::suture({"pairs", module, "--baseline", baseline});
  EXPECT_EQ(done.status, 1) << done.err;
  std::set<std::string> changed;
  const std::vector<named> all = named_in(done.out, family);
  for (const named& n : all) {
    EXPECT_EQ(n.verdict, p.verdict) << n.pair << n.message;
    changed.insert(n.pair);
  }
  EXPECT_EQ(changed, p.pairs);
  const std::string count = std::to_string(p.pairs.size());
  EXPECT_THAT(done.out, HasSubstr("\n" + count + " changed, " + count + " for the worse\n"));
  if (!all.empty()) expect_replay(all.front());
}

void expect_each(const std::string& family, std::size_t pairs, const std::string& documented,
                 const std::vector<planted>& faults) {
  const cli::temporary_folder folder;
  const std::string baseline = folder.path("sound.json");
  const cli::finished sound = cli::suture({"pairs", container(folder, family), "--json", baseline});
  EXPECT_EQ(sound.status, 0) << sound.out << sound.err;
  std::stringstream text;
  text << std::ifstream(baseline).rdbuf();
  const cells all = cells_in(text.str());
  EXPECT_EQ(all.size(), pairs);
  for (const auto& [name, c] : all) {
    EXPECT_EQ(c.verdict, name == documented ? "as documented" : "verified") << name << c.message;
  }
  for (const planted& p : faults) {
    expect_changed(container(folder, family, p.fault), family, baseline, p);
  }
}

TEST(ListFaults, change_the_cells_that_they_should_and_no_other) {
  expect_each("list", 105, "",
              {{"LENGTH_WITHOUT_LOCK",  // who changes it
                "race",
                {"append, length", "insert, length", "pop, length", "remove, length",
                 "extend, length", "length, clear"}},
               {"GET_TAKES_ITS_REFERENCE_LATE",  // who gives that item up
                "use after free",
                {"get, set", "get, remove", "get, clear"}},
               {"INSERT_GROWS_OUTSIDE_THE_LOCK",  // all but the one that looks at the length alone
                "race",
                {"append, insert", "insert, insert", "insert, get", "insert, set", "insert, pop",
                 "insert, remove", "insert, extend", "insert, extend_other", "insert, contains",
                 "insert, index", "insert, reverse", "insert, clear", "insert, slice"}},
               {"EXTEND_LOCKS_AS_THEY_COME", "deadlock", {"extend, extend_other"}},
               {"CLEAR_FREES_BEFORE_IT_UNLINKS",
                "use after free",
                {"append, clear", "insert, clear", "get, clear", "set, clear", "pop, clear",
                 "remove, clear", "extend, clear", "extend_other, clear", "contains, clear",
                 "index, clear", "reverse, clear", "clear, clear", "clear, slice"}}});
}

TEST(DictFaults, change_the_cells_that_they_should_and_no_other) {
  expect_each(
      "dict", 136, "dict clear values",
      {{"SETDEFAULT_IN_TWO_STEPS", "not atomic", {"set, setdefault", "setdefault, setdefault"}},
       {"KEYS_ARE_COUNTED_BEFORE",  // a key more, which is written beyond the end
        "misuse",
        {"set, keys", "setdefault, keys", "keys, update"}},
       {"CONTAINS_WITHOUT_LOCK",  // who changes the entry, or the table
        "race",
        {"set, contains", "setdefault, contains", "delete, contains", "contains, update",
         "contains, clear"}},
       {"POPITEM_KEEPS_A_REFERENCE",
        "leak",
        {"get, popitem", "get_or, popitem", "set, popitem", "replace, popitem",
         "setdefault, popitem", "delete, popitem", "pop, popitem", "popitem, popitem",
         "popitem, contains", "popitem, length", "popitem, keys", "popitem, copy",
         "popitem, update", "popitem, update_other", "popitem, clear", "popitem, values"}},
       {"DELETE_OF_NOTHING_KEEPS_THE_LOCK", "misuse", {"delete, delete", "delete, clear"}}});
}

}  // namespace
}  // namespace native_test
