#include "model/schedule/token.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/schedule/base64url.hpp"
#include "model/schedule/crc32.hpp"
#include "model/schedule/pack.hpp"
#include "model/schedule/scenario_name.hpp"
#include "model/schedule/shape.hpp"
#include "model/schedule/varint.hpp"

namespace suture {

namespace {

constexpr std::string_view family = "suture";
constexpr std::string_view version = "1";

// Which fields a payload holds.
enum field : std::uint64_t {
  has_memory = 1,
  has_events = 2,
  has_spurious_wakeups = 4,
  has_allocation_failures = 8,
  has_clock_jumps = 16,
  has_reuse = 32,
  has_kind = 64,
  has_time_outs = 128,
  has_writers_first = 256,
  has_stack = 512,
};

// Answers below this share a varint with the distance to their question.
constexpr std::uint32_t small_answers = 7;
// Of unpacked content; that of the longest run there can be is far below.
constexpr std::size_t most_content = std::size_t{1} << 26;

constexpr std::uint64_t most_stack = std::uint64_t{1} << 30U;

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

std::string get_text(byte_reader& in) { return std::string(in.take(in.varint())); }

void put_settings(std::string& out, const token& t) {
  const token usual;
  std::uint64_t present = 0;
  std::string fields;
  const auto number = [&](field f, std::uint32_t value, std::uint32_t standard) {
    if (value == standard) return;
    present |= f;
    put_varint(fields, value);
  };
  if (t.memory != usual.memory) {
    present |= has_memory;
    put_text(fields, t.memory);
  }
  number(has_events, t.events, usual.events);
  number(has_spurious_wakeups, t.spurious_wakeups, usual.spurious_wakeups);
  number(has_allocation_failures, t.allocation_failures, usual.allocation_failures);
  number(has_clock_jumps, t.clock_jumps, usual.clock_jumps);
  number(has_time_outs, t.time_outs, usual.time_outs);
  if (t.reuse) present |= has_reuse;
  if (t.writers_first) present |= has_writers_first;
  if (!t.kind.empty()) {
    present |= has_kind;
    put_text(fields, t.kind);
  }
  if (t.stack_bytes != usual.stack_bytes) {
    present |= has_stack;
    put_varint(fields, t.stack_bytes);
  }
  put_varint(out, present);
  out += fields;
}

void get_settings(byte_reader& in, token& t) {
  const std::uint64_t present = in.varint();
  if (present >= 2 * has_stack) throw std::out_of_range("a field of a later version");
  if ((present & has_memory) != 0) t.memory = get_text(in);
  if ((present & has_events) != 0) t.events = in.varint32();
  if ((present & has_spurious_wakeups) != 0) t.spurious_wakeups = in.varint32();
  if ((present & has_allocation_failures) != 0) t.allocation_failures = in.varint32();
  if ((present & has_clock_jumps) != 0) t.clock_jumps = in.varint32();
  if ((present & has_time_outs) != 0) t.time_outs = in.varint32();
  t.reuse = (present & has_reuse) != 0;
  t.writers_first = (present & has_writers_first) != 0;
  if ((present & has_kind) != 0) t.kind = get_text(in);
  if ((present & has_stack) != 0) {
    t.stack_bytes = in.varint();
    if (t.stack_bytes > most_stack) throw std::out_of_range("a stack");
  }
}

void put_decisions(std::string& out, const schedule& decisions) {
  put_varint(out, decisions.size());
  std::uint64_t expected = 0;
  for (const deviation& d : decisions) {
    const std::uint64_t distance = d.question - expected;
    put_varint(out, distance * (small_answers + 1) + std::min(d.answer, small_answers));
    if (d.answer >= small_answers) put_varint(out, d.answer - small_answers);
    expected = std::uint64_t{d.question} + 1;
  }
}

void get_decisions(byte_reader& in, schedule& decisions) {
  std::uint64_t expected = 0;
  for (std::uint64_t left = in.varint(); left != 0; --left) {
    const std::uint64_t both = in.varint();
    std::uint64_t answer = both % (small_answers + 1);
    if (answer == small_answers) answer += in.varint();
    const std::uint64_t question = expected + both / (small_answers + 1);
    if (question > 0xFFFFFFFFU || answer > 0xFFFFFFFFU) throw std::out_of_range("a decision");
    decisions.push_back({static_cast<std::uint32_t>(question), static_cast<std::uint32_t>(answer)});
    expected = question + 1;
  }
}

void put_shape(std::string& out, const recorded_shape& shape) {
  put_varint(out, shape.length);
  out += shape.steps;
  for (std::size_t i = 0; i < shape.threads.size();) {
    std::size_t end = i + 1;
    while (end < shape.threads.size() && shape.threads[end] == shape.threads[i]) ++end;
    put_varint(out, shape.threads[i]);
    put_varint(out, end - i - 1);
    i = end;
  }
  if (shape.length > shape.steps.size()) put_varint(out, shape.rest);
}

void get_shape(byte_reader& in, recorded_shape& shape) {
  shape.length = in.varint32();
  const std::size_t kept = std::min(shape.length, token::shape_cap);
  shape.steps = in.take(kept);
  while (shape.threads.size() < kept) {
    const auto thread = static_cast<std::uint16_t>(in.varint());
    const std::uint64_t more = in.varint();
    if (more >= kept - shape.threads.size()) throw std::out_of_range("more steps than there are");
    shape.threads.insert(shape.threads.end(), more + 1, thread);
  }
  if (shape.length > kept) shape.rest = in.varint32();
}

std::string checksum(std::string_view readable, std::string_view payload) {
  const std::uint32_t crc = crc32(payload, crc32(readable));
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(crc >> shift);
  return bytes;
}

// The text before the first dot, which says whose token it is and of which version.
void check_head(std::string_view head) {
  if (!head.starts_with(family)) {
    throw token_error("this is not a Suture token: a token begins with 'suture1.'");
  }
  head.remove_prefix(family.size());
  if (head == version) return;
  const bool number = !head.empty() && head.find_first_not_of("0123456789") == head.npos;
  throw token_error(
      number ? fmt::format("a token of version {}; this Suture reads version {}", head, version)
             : "this is not a Suture token: a token begins with 'suture1.'");
}

struct parts {
  std::string_view readable;  // all up to the last dot, that one included
  std::string_view scenario;
  std::string_view fingerprint;
  std::string_view payload;
};

parts split(std::string_view text) {
  const std::size_t head = text.find('.');
  check_head(text.substr(0, head));
  const std::size_t last = text.rfind('.');
  const std::size_t middle = last == text.npos || last == 0 ? text.npos : text.rfind('.', last - 1);
  if (middle == text.npos || middle <= head || text.size() == last + 1) {
    throw token_error("the token is cut short: it reads suture1.SCENARIO.FINGERPRINT.DECISIONS");
  }
  return {text.substr(0, last + 1), text.substr(head + 1, middle - head - 1),
          text.substr(middle + 1, last - middle - 1), text.substr(last + 1)};
}

// The payload without its length and its checksum.
std::string_view verified_payload(std::string_view readable, std::string_view bytes) {
  byte_reader in(bytes);
  const std::uint64_t length = in.varint();
  const std::size_t prefix = bytes.size() - in.rest().size();
  constexpr std::size_t crc_bytes = 4;
  if (in.rest().size() < crc_bytes || in.rest().size() - crc_bytes < length) {
    throw token_error("the token is cut short: characters are missing at its end");
  }
  if (in.rest().size() - crc_bytes > length ||
      checksum(readable, bytes.substr(0, prefix + length)) != bytes.substr(prefix + length)) {
    throw token_error("the token is damaged: its checksum does not match");
  }
  return bytes.substr(prefix, length);
}

// Of a text cut short inside a group of four the whole groups are still good, and tell its length.
std::string payload_bytes(std::string_view text) {
  std::optional<std::string> bytes = from_base64url(text);
  if (!bytes) bytes = from_base64url(text.substr(0, text.size() / 4 * 4));
  if (!bytes) throw token_error("the token is damaged: its last part is not base64url");
  return *std::move(bytes);
}

token decode(const parts& p) {
  const std::string bytes = payload_bytes(p.payload);
  const std::string content = unpack(verified_payload(p.readable, bytes), most_content);
  byte_reader in(content);
  token t;
  get_settings(in, t);
  get_decisions(in, t.decisions);
  get_shape(in, t.shape);
  t.scenario = unescape_scenario(p.scenario);
  if (!in.empty() || to_base64url(bytes) != p.payload) throw std::out_of_range("more at its end");
  return t;
}

}  // namespace

recorded_shape record_shape(std::string_view steps, const std::vector<std::uint16_t>& threads) {
  recorded_shape shape;
  shape.length = static_cast<std::uint32_t>(steps.size());
  shape.steps = steps.substr(0, token::shape_cap);
  shape.threads.assign(threads.begin(),
                       threads.begin() + static_cast<std::ptrdiff_t>(shape.steps.size()));
  if (steps.size() > shape.steps.size()) shape.rest = fnv(steps.substr(token::shape_cap));
  return shape;
}

std::uint32_t token::fingerprint() const { return fnv(shape.steps) ^ shape.rest ^ shape.length; }

std::string encode_token(const token& t) {
  std::string content;
  put_settings(content, t);
  put_decisions(content, t.decisions);
  put_shape(content, t.shape);
  std::string payload;
  put_text(payload, pack(content));
  const std::string readable =
      fmt::format("{}{}.{}.{:08x}.", family, version, escape_scenario(t.scenario), t.fingerprint());
  return readable + to_base64url(payload + checksum(readable, payload));
}

token decode_token(std::string_view text) {
  try {
    return decode(split(text));
  } catch (const std::out_of_range&) {
    throw token_error("the token is damaged: its contents make no sense");
  }
}

}  // namespace suture
