// Numbers for the heaps of executions that are alive at a time in this process.
#pragma once

namespace suture {

// Holds one of the numbers 0–63, the lowest that is free, so that a lone check always has the same
// addresses. Throws std::runtime_error where all are taken. Any thread may make and destroy one.
class arena {
 public:
  arena();
  ~arena();
  arena(const arena&) = delete;
  arena& operator=(const arena&) = delete;

  unsigned number() const { return number_; }

 private:
  unsigned number_;
};

}  // namespace suture
