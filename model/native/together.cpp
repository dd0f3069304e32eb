#include "model/native/together.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/native/body.hpp"
#include "model/native/call.hpp"
#include "model/native/run_record.hpp"

namespace suture::native {

namespace {

struct plan {
  combination what;
  std::vector<turns> orders;
  std::vector<std::size_t> first;  // operation of each thread
  std::size_t operations = 0;

  explicit plan(const combination& c) : what(c), orders(orders_of(c)) {
    for (const auto& thread : c.threads) {
      first.push_back(operations);
      operations += thread.size();
    }
  }
  sync::site where() const {
    const module::operation& o = *what.threads.front().front();
    return {o.file, o.name.c_str(), static_cast<std::uint32_t>(o.line)};
  }
};

void operate(const plan& p, std::size_t thread, std::size_t i) {
  const module::operation& o = *p.what.threads[thread][i];
  const sync::site where{o.file, o.name.c_str(), static_cast<std::uint32_t>(o.line)};
  const std::size_t number = p.first[thread] + i;
  record.of_thread() = number;
  o.run(*p.what.object->kept);
  record.of_thread() = run_record::idle;
  const std::string& words = record.words[number];
  world::current.run()->say(o.name + (words.empty() ? " ends" : " gives" + words), where);
}

void begin(const plan& p) {
  record.words.assign(p.operations + 1, "");
  record.under_way.clear();
  record.started.clear();
  void* const made = p.what.object->prepare();
  *p.what.object->kept = made;
}

void observe(const plan& p) {
  if (p.what.object->observe == nullptr) return;
  record.of_thread() = p.operations;
  p.what.object->observe(*p.what.object->kept);
  record.of_thread() = run_record::idle;
}

void discard(const plan& p) {
  if (p.what.object->discard == nullptr) return;
  p.what.object->discard(*p.what.object->kept);
  *p.what.object->kept = nullptr;
}

std::string in_words(const plan& p) {
  std::string text;
  for (std::size_t t = 0; t < p.what.threads.size(); ++t) {
    for (std::size_t i = 0; i < p.what.threads[t].size(); ++i) {
      text += fmt::format("{}{}{}", text.empty() ? "" : ", ", p.what.threads[t][i]->name,
                          record.words[p.first[t] + i]);
    }
  }
  if (p.what.object->observe != nullptr) {
    const std::string& seen = record.words.back();
    text += "; then" + (seen.empty() ? " nothing" : seen);
  }
  return text;
}

void report_what_fits_no_order(const plan& p, const results& allowed) {
  constexpr std::size_t shown = 4;
  std::string text = fmt::format(
      "not atomic: [{}] is of no order of these operations; in one "
      "thread they come to",
      in_words(p));
  std::size_t n = 0;
  for (const std::string& one : allowed) {
    if (n++ == shown) break;
    text += fmt::format("{}[{}]", n == 1 ? " " : " or ", one);
  }
  if (allowed.size() > shown) text += fmt::format(" or {} others", allowed.size() - shown);
  finding f;
  f.kind = finding_kind::not_linearizable;
  f.message = std::move(text);
  f.places.push_back({p.what.threads.front().front()->name, p.where()});
  world::current.run()->report(std::move(f));
}

void go_in_order(const plan& p, const std::optional<turns>& order, results* into) {
  const call here;
  begin(p);
  const std::size_t chosen =
      order ? 0 : here.run().choose(static_cast<std::uint32_t>(p.orders.size()), p.where());
  std::array<std::size_t, 8> done{};  // by thread
  for (const std::size_t thread : order ? *order : p.orders[chosen]) {
    operate(p, thread, done[thread]++);
  }
  observe(p);
  if (into != nullptr) into->insert(in_words(p));
  discard(p);
}

void go_together(const plan& p, const results* allowed) {
  const call here;
  begin(p);
  for (std::size_t t = 0; t < p.what.threads.size(); ++t) {
    record.started.push_back(here.run().create_thread(
        [&p, t] {
          world::current.live([&p, t]() -> void* {
            for (std::size_t i = 0; i < p.what.threads[t].size(); ++i) operate(p, t, i);
            return nullptr;
          });
        },
        p.where()));
  }
  for (std::size_t t = 0; t < p.what.threads.size(); ++t) {
    here.run().join_thread(record.started[t], p.where());
  }
  observe(p);
  if (allowed != nullptr && !allowed->contains(in_words(p))) report_what_fits_no_order(p, *allowed);
  discard(p);
}

}  // namespace

std::vector<turns> orders_of(const combination& c) {
  turns one;
  for (std::size_t t = 0; t < c.threads.size(); ++t) one.insert(one.end(), c.threads[t].size(), t);
  std::vector<turns> all;
  do all.push_back(one);
  while (std::ranges::next_permutation(one).found);
  return all;
}

std::function<void()> body_in_order(const module& m, const combination& c,
                                    const std::optional<turns>& order, results* into) {
  const auto p = std::make_shared<const plan>(c);
  return body_of(m, [p, order, into] { go_in_order(*p, order, into); });
}

std::function<void()> body_together(const module& m, const combination& c,
                                    std::shared_ptr<const results> allowed) {
  const auto p = std::make_shared<const plan>(c);
  return body_of(m, [p, allowed = std::move(allowed)] { go_together(*p, allowed.get()); });
}

}  // namespace suture::native
