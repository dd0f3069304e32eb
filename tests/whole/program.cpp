#include "tests/whole/program.hpp"

#include <algorithm>

namespace suture::whole {

namespace {

// "x{0}.load({1})" with the arguments in it.
std::string text_of(const step& s) {
  const operation& o = s.what();
  std::string text;
  for (std::size_t i = 0; i < o.text.size(); ++i) {
    if (o.text[i] != '{' || i + 2 >= o.text.size() || o.text[i + 2] != '}') {
      text += o.text[i];
      continue;
    }
    const auto which = static_cast<std::size_t>(o.text[i + 1] - '0');
    text += o.takes.at(which).text(s.with.at(which));
    i += 2;
  }
  return text;
}

std::string text_of(const std::vector<int>& notes) {
  std::string text;
  for (const int n : notes) text += (text.empty() ? "" : " ") + std::to_string(n);
  return text;
}

// What the threads of one run work on and what they say.
struct running {
  world shared;
  std::vector<std::vector<int>> notes;
};

void run_thread(const program& p, std::size_t t, running& r) {
  actor a(r.shared, static_cast<unsigned>(t), r.notes[t]);
  unsigned line = static_cast<unsigned>(100 * (t + 1));
  for (const step& s : p.threads[t]) {
    a.at(++line);
    s.what().run(a, s.with);
    if (a.ended()) break;
  }
  if (a.child.joinable()) a.child.join(a.here());
}

void run(const program& p, std::string* outcome) {
  outcome->clear();
  running r;
  const std::vector<unsigned> used = p.used();
  for (const unsigned f : used) families()[f].make(r.shared);
  r.notes.resize(p.threads.size() + 1);
  std::vector<sync::thread> threads;
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    threads.emplace_back([&p, &r, t] { run_thread(p, t, r); });
  }
  for (sync::thread& t : threads) t.join();
  for (const unsigned f : used) {
    if (families()[f].finish) families()[f].finish(r.shared, r.notes.back());
  }
  for (const auto& notes : r.notes) *outcome += "(" + text_of(notes) + ")";
}

}  // namespace

std::size_t program::steps() const {
  std::size_t all = 0;
  for (const auto& thread : threads) all += thread.size();
  return all;
}

std::vector<unsigned> program::used() const {
  std::vector<unsigned> all;
  for (const auto& thread : threads) {
    for (const step& s : thread) all.push_back(s.family);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string to_text(const environment& e) {
  std::string text;
  if (e.allocation_failures != 0) text += "// an allocation may fail\n";
  if (e.spurious_wakeups == 0) text += "// nobody wakes up for no reason\n";
  if (e.memory_comes_again) text += "// freed memory comes again\n";
  if (e.writers_first) text += "// writers first\n";
  return text;
}

limits limits_of(const environment& e) {
  limits l;
  l.allocation_failures = e.allocation_failures;
  l.spurious_wakeups = e.spurious_wakeups;
  l.reuse = e.memory_comes_again ? reuse_policy::lifo : reuse_policy::none;
  l.writers_first = e.writers_first;
  return l;
}

std::string to_text(const program& p) {
  std::string text = to_text(p.around);
  for (const unsigned f : p.used()) text += families()[f].objects + "\n";
  for (const auto& thread : p.threads) {
    text += "thread {\n";
    for (const step& s : thread) text += "  " + text_of(s) + ";\n";
    text += "}\n";
  }
  return text;
}

std::ostream& operator<<(std::ostream& out, const program& p) { return out << "\n" << to_text(p); }

std::function<void()> body_of(const program& p, std::string* outcome) {
  return [&p, outcome] { run(p, outcome); };
}

}  // namespace suture::whole
