// Functions that read and write memory the caller names: each range is an access, made by the
// caller. What reads up to a terminator has read it too.
#include <algorithm>
#include <cstring>
#include <cwchar>

#include "model/native/binding.hpp"
#include "model/native/libc/objects.hpp"

namespace suture::native {

namespace {

void* copy(void* to, const void* from, std::size_t bytes) {
  const call here;
  touch(here, from, bytes, false);
  touch(here, to, bytes, true);
  return std::memcpy(to, from, bytes);
}
void* move(void* to, const void* from, std::size_t bytes) {
  const call here;
  touch(here, from, bytes, false);
  touch(here, to, bytes, true);
  return std::memmove(to, from, bytes);
}
void* fill(void* to, int value, std::size_t bytes) {
  const call here;
  touch(here, to, bytes, true);
  return std::memset(to, value, bytes);
}
int compare(const void* a, const void* b, std::size_t bytes) {
  const call here;
  touch(here, a, bytes, false);
  touch(here, b, bytes, false);
  return std::memcmp(a, b, bytes);
}
void* find_byte(const void* where, int value, std::size_t bytes) {
  const call here;
  void* const found = const_cast<void*>(std::memchr(where, value, bytes));
  const auto* const begin = static_cast<const char*>(where);
  touch(here, where,
        found == nullptr ? bytes : static_cast<std::size_t>(static_cast<char*>(found) - begin) + 1,
        false);
  return found;
}

void* copy_and_go_behind(void* to, const void* from, std::size_t bytes) {
  const call here;
  touch(here, from, bytes, false);
  touch(here, to, bytes, true);
  return static_cast<std::byte*>(std::memcpy(to, from, bytes)) + bytes;
}
void clear(void* to, std::size_t bytes) {
  const call here;
  touch(here, to, bytes, true);
  std::memset(to, 0, bytes);
}

std::size_t length(const char* text) {
  const call here;
  const std::size_t n = std::strlen(text);
  touch(here, text, n + 1, false);
  return n;
}
std::size_t length_up_to(const char* text, std::size_t most) {
  const call here;
  const std::size_t n = strnlen(text, most);
  touch(here, text, std::min(n + 1, most), false);
  return n;
}
// Of two texts what a comparison looks at: up to the first difference, or the end.
std::size_t looked_at(const char* a, const char* b, std::size_t most) {
  std::size_t i = 0;
  while (i < most && a[i] == b[i] && a[i] != '\0') ++i;
  return std::min(i + 1, most);
}
int compare_texts(const char* a, const char* b) {
  const call here;
  const std::size_t n = looked_at(a, b, static_cast<std::size_t>(-1));
  touch(here, a, n, false);
  touch(here, b, n, false);
  return std::strcmp(a, b);
}
int compare_texts_up_to(const char* a, const char* b, std::size_t most) {
  const call here;
  const std::size_t n = looked_at(a, b, most);
  touch(here, a, n, false);
  touch(here, b, n, false);
  return std::strncmp(a, b, most);
}
char* copy_text(char* to, const char* from) {
  const call here;
  const std::size_t n = std::strlen(from) + 1;
  touch(here, from, n, false);
  touch(here, to, n, true);
  return std::strcpy(to, from);
}
char* copy_text_up_to(char* to, const char* from, std::size_t most) {
  const call here;
  touch(here, from, std::min(strnlen(from, most) + 1, most), false);
  touch(here, to, most, true);
  const std::size_t n = strnlen(from, most);
  std::memcpy(to, from, n);
  std::memset(to + n, 0, most - n);
  return to;
}
char* copy_text_and_go_to_its_end(char* to, const char* from) {
  const call here;
  const std::size_t n = std::strlen(from) + 1;
  touch(here, from, n, false);
  touch(here, to, n, true);
  std::memcpy(to, from, n);
  return to + n - 1;
}
char* append_text_up_to(char* to, const char* from, std::size_t most) {
  const call here;
  const std::size_t before = std::strlen(to), n = strnlen(from, most);
  touch(here, to, before + 1, false);
  touch(here, from, std::min(n + 1, most), false);
  touch(here, to + before, n + 1, true);
  std::memcpy(to + before, from, n);
  to[before + n] = '\0';
  return to;
}
char* append_text(char* to, const char* from) {
  const call here;
  const std::size_t before = std::strlen(to), n = std::strlen(from) + 1;
  touch(here, to, before + 1, false);
  touch(here, from, n, false);
  touch(here, to + before, n, true);
  return std::strcat(to, from);
}
char* find_in_text(const char* text, int value) {
  const call here;
  touch(here, text, std::strlen(text) + 1, false);
  return const_cast<char*>(std::strchr(text, value));
}

char* find_last_in_text(const char* text, int value) {
  const call here;
  touch(here, text, std::strlen(text) + 1, false);
  return const_cast<char*>(std::strrchr(text, value));
}

}  // namespace

std::span<const replacement> string_functions() {
  static const replacement all[] = {
      replace("memcpy", copy),
      replace("__tsan_memcpy", copy),
      replace("memmove", move),
      replace("__tsan_memmove", move),
      replace("memset", fill),
      replace("__tsan_memset", fill),
      replace("mempcpy", copy_and_go_behind),
      replace("__mempcpy", copy_and_go_behind),
      replace("bzero", clear),
      replace("memcmp", compare),
      replace("bcmp", compare),
      replace("memchr", find_byte),
      replace("strlen", length),
      replace("strnlen", length_up_to),
      replace("strcmp", compare_texts),
      replace("strncmp", compare_texts_up_to),
      replace("strcpy", copy_text),
      replace("strncpy", copy_text_up_to),
      replace("strcat", append_text),
      replace("strchr", find_in_text),
      replace("strrchr", find_last_in_text),
      replace("stpcpy", copy_text_and_go_to_its_end),
      replace("strncat", append_text_up_to),
  };
  return all;
}

}  // namespace suture::native
