// Tokens: one failing run as one line of text.
//
//   suture1.<scenario>.<fingerprint>.<payload>
//
// The line consists of A–Z a–z 0–9 . _ - ~ only, so neither a shell nor a URL touches it. The
// scenario is readable (scenario_name.hpp). The fingerprint is a hash of the run's shape, eight hex
// digits. The payload is base64url of
//
//   varint     length of the content
//   content    packed (pack.hpp)
//   4 bytes    CRC-32 of everything before it, the readable parts included
//
// and the content is
//
//   varint     which of the next fields are there (a bit each); the others have their default
//   …          memory model; limits; kind of the finding
//   varint     number of deviations; then each, usually in one byte
//   varint     number of steps; the first `shape_cap` of them, a byte each; which thread made them,
//              by run length; a hash of the steps beyond
//
// A step is written as in shape.hpp. The format is version 1; its defaults (below) are part of it
// and do not change with those of the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/schedule/decision.hpp"

namespace suture {

// What is wrong with a text that was given as a token: one line, fit to be shown as it is.
struct token_error : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

// What a run did, step by step, as far as a token remembers it.
struct recorded_shape {
  std::string steps;                   // as shape.hpp writes them
  std::vector<std::uint16_t> threads;  // who made each
  std::uint32_t length = 0;            // of the run; `steps` may hold only its beginning
  std::uint32_t rest = 0;              // hash of the steps beyond

  friend bool operator==(const recorded_shape&, const recorded_shape&) = default;
};

// The shape of a run of any length: its beginning, and a hash of the rest.
recorded_shape record_shape(std::string_view steps, const std::vector<std::uint16_t>& threads);

struct token {
  // Steps of a run that are kept one by one.
  static constexpr std::uint32_t shape_cap = 1024;

  std::string scenario;  // its id with all parameters, or the name of a library's check
  std::string memory = "rc11";
  // As in model/run/limits.hpp.
  std::uint32_t events = 200'000;
  std::uint32_t spurious_wakeups = 1;
  std::uint32_t allocation_failures = 0;
  std::uint32_t clock_jumps = 1;
  std::uint32_t time_outs = 2;
  bool writers_first = false;
  bool reuse = false;
  std::size_t stack_bytes = std::size_t{256} << 10U;
  std::string kind;  // of the finding; may be empty
  schedule decisions;
  recorded_shape shape;

  // The first 32 bits of what tells two shapes apart.
  std::uint32_t fingerprint() const;

  friend bool operator==(const token&, const token&) = default;
};

std::string encode_token(const token& t);

// Throws token_error: no token at all, one of a newer version, cut short, or damaged.
token decode_token(std::string_view text);

}  // namespace suture
