#include "report/formats/one_finding.hpp"

#include <fmt/format.h>

#include "model/schedule/shape.hpp"

namespace suture::report {

std::string sentence_of(const outcome& o) {
  std::string text = fmt::format("{}: {}: {}", name_of(o), judgement_of(o),
                                 o.finding ? o.finding->message : o.guarantee);
  if (o.finding && !o.finding->replay.empty()) {
    text += fmt::format(". Replay: {}", o.finding->replay);
  }
  return text;
}

std::string fingerprint_of(const outcome& o) {
  std::string text = fmt::format("{}\n{}\n{}", name_of(o), o.expected, verdict_of(o));
  if (o.finding) {
    for (const outcome::place& p : o.finding->places) (text += '\n') += plain_name(p.function);
  }
  // Two hashes of 32 bits, of different texts.
  return fmt::format("{:08x}{:08x}", fnv(text), fnv("suture\n" + text));
}

}  // namespace suture::report
