#include "checkers/memory.hpp"

#include <fmt/format.h>

#include "checkers/wording.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// What the running thread does: "frees", or "uses utf8 in" what lies in the block.
struct deed {
  std::string verb;
  const char* link = " ";
};

// The deed, and a block whose state forbids it. The finding rests on what the block has behind it.
void report_block(run_view& run, std::string_view kind, const deed& d, const block& b,
                  std::string_view why, sync::site where) {
  const std::string name = wording::block(b);
  const std::string self = wording::thread(run.current());
  finding f;
  f.kind = kind;
  f.message = fmt::format("{} {}{}{}{}, {}", self, d.verb, wording::at(where), d.link, name, why);
  f.places.push_back({fmt::format("{} {}{}{}", self, d.verb, d.link, name), where});
  if (b.state != block_state::live) {
    f.places.push_back({fmt::format("{} {} {}", wording::thread(b.ended.thread),
                                    b.state == block_state::freed ? "frees" : "retires", name),
                        b.ended_at});
  }
  f.places.push_back({wording::thread(b.allocated.thread) + " allocates", b.allocated_at});
  run.report(std::move(f));
}

// "which thread 1 freed at str.cpp:120"
std::string ended(const block& b) {
  return fmt::format("which {} {}{}", wording::thread(b.ended.thread),
                     b.state == block_state::freed ? "freed" : "retired", wording::at(b.ended_at));
}

void report_no_block(run_view& run, std::string_view verb, const void* address, sync::site where) {
  const block* around = run.memory().find(address);
  const std::string what = around != nullptr
                               ? "a pointer into the middle of " + wording::block(*around)
                               : std::string("a pointer that no allocation returned");
  const std::string self = wording::thread(run.current());
  run.report({std::string(finding_kind::misuse),
              fmt::format("{} {}{} {}", self, verb, wording::at(where), what),
              {{fmt::format("{} {}", self, verb), where}},
              {}});
}

bool is_start(const block* b, const void* address) { return b != nullptr && b->address == address; }

std::string thing(const run_view& run, const void* address, object_kind kind) {
  if (std::string name = run.objects().name_at(address); !name.empty()) return name;
  return kind == object_kind::atomic ? "an atomic" : "plain data";
}

}  // namespace

void memory_checker::on_make_plain(run_view&, const plain_access& made, bool initialised) {
  if (objects_.size() <= made.object) objects_.resize(made.object + 1);
  objects_[made.object] = {initialised, made.where};
}

// Plain data may be written by way of sync::atomic_ref.
void memory_checker::on_atomic_beside_plain(run_view& run, event_id first) {
  const event& e = run.events()[first];
  const std::uint32_t data = run.objects().plain_at(e.location);
  if (data == no_plain) return;
  if (e.is_read() && e.rf == init_event && !objects_[data].written) {
    on_plain(run, {data, run.objects().life_of_plain(data).address, false, e.where, {}});
  }
  if (e.is_write() || e.has(event_flag::rmw)) objects_[data].written = true;
}

void memory_checker::on_plain(run_view& run, const plain_access& access) {
  object& o = objects_[access.object];
  if (access.write) {
    o.written = true;
  } else if (!o.written && !mutated("written_before_it_is_read")) [[unlikely]] {
    const std::string reads = fmt::format("{} reads {}", wording::thread(run.current()),
                                          wording::data(run, access.address, o.made));
    run.report({std::string(finding_kind::uninitialised_read),
                reads + wording::at(access.where) + ", which nobody has written",
                {{reads, access.where}},
                {}});
  }
}

void memory_checker::on_invalid_access(run_view& run, const void* address, object_kind kind,
                                       sync::site where) {
  const deed uses{"uses " + thing(run, address, kind), " in "};
  const block* b = run.memory().find(address);
  if (b == nullptr) {
    const std::string self = wording::thread(run.current());
    run.report({std::string(finding_kind::use_after_free),
                fmt::format("{} {}{}, which was destroyed, or not made in this run", self,
                            uses.verb, wording::at(where)),
                {{fmt::format("{} {}", self, uses.verb), where}},
                {}});
  } else if (b->state == block_state::live) {
    report_block(run, finding_kind::use_after_free, uses, *b,
                 "where it was destroyed, or is not made yet", where);
  } else if (b->state == block_state::freed) {
    // Without an order the access may come first elsewhere: that is what is to be mended.
    const std::string order = run.knows(b->ended) || mutated("missing_orders_are_told")
                                  ? ""
                                  : ", and nothing orders the free after the access";
    report_block(run, finding_kind::use_after_free, uses, *b, ended(*b) + order, where);
  } else {
    report_block(run, finding_kind::retired_access, uses, *b, ended(*b), where);
  }
}

void memory_checker::on_free(run_view& run, const block* b, const void* address, sync::site where) {
  if (mutated("freed_once")) return;
  if (b == nullptr) {
    report_no_block(run, "frees", address, where);
  } else if (b->state == block_state::freed) {
    report_block(run, finding_kind::double_free, {"frees"}, *b, ended(*b) + " before", where);
  } else if (b->state == block_state::retired) {
    report_block(run, finding_kind::double_free, {"frees"}, *b, ended(*b) + " and nobody revived",
                 where);
  }
}

void memory_checker::on_retire(run_view& run, const block* b, const void* address,
                               sync::site where) {
  if (!is_start(b, address)) {
    report_no_block(run, "retires", address, where);
  } else if (b->state == block_state::freed) {
    report_block(run, finding_kind::use_after_free, {"retires"}, *b, ended(*b), where);
  } else if (b->state == block_state::retired) {
    report_block(run, finding_kind::retired_access, {"retires"}, *b, ended(*b) + " before", where);
  }
}

void memory_checker::on_revive(run_view& run, const block* b, const void* address,
                               sync::site where) {
  if (!is_start(b, address)) {
    report_no_block(run, "revives", address, where);
  } else if (b->state == block_state::freed) {
    report_block(run, finding_kind::use_after_free, {"revives"}, *b, ended(*b), where);
  } else if (b->state == block_state::live) {
    report_block(run, finding_kind::retired_access, {"revives"}, *b, "which is not retired", where);
  }
}

// The first block that is left names the leak; what else is left is often what it owned.
void memory_checker::end_run(run_view& run, run_end end) {
  if (end != run_end::complete) return;
  const block* first = nullptr;
  std::size_t left = 0;
  run.memory().each_block([&](const block& b) {
    if (b.state == block_state::freed || run.reachable(b)) return;
    if (left++ == 0) first = &b;
  });
  if (first == nullptr || mutated("blocks_are_freed")) return;
  finding f;
  f.kind = finding_kind::leak;
  if (first->name != nullptr) {
    f.message = fmt::format("{} ({}) is never freed", first->name, wording::extent(*first));
  } else {
    f.message =
        fmt::format("{} {} never freed", wording::extent(*first), first->bytes == 1 ? "is" : "are");
  }
  f.places = {{wording::thread(first->allocated.thread) + " allocates", first->allocated_at}};
  if (first->state == block_state::retired) {
    const std::string owner = wording::thread(first->ended.thread);
    f.message += fmt::format(": retired by {}{}", owner, wording::at(first->ended_at));
    f.places.push_back({owner + " retires", first->ended_at});
  }
  if (left > 1) f.message += fmt::format(", nor {} {} more", left == 2 ? "is" : "are", left - 1);
  run.report(std::move(f));
}

}  // namespace suture
