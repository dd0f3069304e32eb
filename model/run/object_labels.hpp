// The names that code under test gives its objects, and how those of one name are told apart.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace suture {

// The names given in one run. They are numbered in the order of giving; a number stays valid when
// the object is gone. The strings are the caller's and must outlive the run.
class object_labels {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFU;

  bool empty() const { return given_.empty(); }
  void clear();
  // The same name again for the same object is not another.
  std::uint32_t give(const void* object, const char* name);
  // The address is another object's now.
  void forget(const void* object) { at_.erase(object); }
  std::uint32_t of(const void* object) const;
  const char* name(std::uint32_t label) const { return given_[label]; }
  // "node", or "node#2" for the second of several objects that have had the name in this run.
  std::string text(std::uint32_t label) const;

 private:
  std::unordered_map<const void*, std::uint32_t> at_;  // looked up, never walked
  std::vector<const char*> given_;
};

}  // namespace suture
