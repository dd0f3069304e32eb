// What a shared object's file says of itself, before anything of it is loaded.
//
// Source: System V ABI, chapters 4 and 5, and its AMD64 supplement. By the section headers, which
// linkers write and strip leaves. The file may hold anything: every read is checked against its
// end.
#pragma once

#include <string>
#include <vector>

namespace suture::native {

struct elf_facts {
  std::vector<std::string> undefined;  // symbols that others must have
  std::vector<std::string> defined;    // symbols that it exports
  std::vector<std::string> needed;     // libraries that are loaded with it
  bool static_tls = false;             // its thread-local storage is of the initial-exec model
  bool described_tls = false;          // or is reached by TLS descriptors
  std::string assembly;  // an instruction of inline assembly, as suture-as tells of it
};

// Throws module_error: not there, no shared object for this machine, damaged.
elf_facts read_elf(const std::string& path);

}  // namespace suture::native
