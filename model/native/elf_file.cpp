#include "model/native/elf_file.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "model/native/module.hpp"

namespace suture::native {

namespace {

class file_bytes {
 public:
  file_bytes(const std::string& path, std::string_view bytes) : path_(path), bytes_(bytes) {}

  template <class T>
  T at(std::uint64_t offset) const {
    T value;
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof value) refuse("is damaged");
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }
  std::string_view text(std::uint64_t offset) const {
    if (offset >= bytes_.size()) refuse("is damaged");
    const std::string_view rest = bytes_.substr(offset);
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) refuse("is damaged");
    return rest.substr(0, end);
  }
  [[noreturn]] void refuse(std::string_view why) const {
    throw module_error(fmt::format("{}: {}", path_, why));
  }

 private:
  const std::string& path_;
  std::string_view bytes_;
};

Elf64_Ehdr header_of(const file_bytes& file, std::string_view bytes) {
  if (!bytes.starts_with(ELFMAG)) file.refuse("is no shared object (no ELF file)");
  const auto header = file.at<Elf64_Ehdr>(0);
  const bool here = header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_machine == EM_X86_64;
  if (!here) file.refuse("is for another kind of processor than x86-64");
  if (header.e_type != ET_DYN) {
    file.refuse("is no shared object: link it with suture-cc -shared");
  }
  return header;
}

void read_symbols(const file_bytes& file, const Elf64_Shdr& table, const Elf64_Shdr& strings,
                  elf_facts& into) {
  for (std::uint64_t i = 1; i < table.sh_size / sizeof(Elf64_Sym); ++i) {
    const auto s = file.at<Elf64_Sym>(table.sh_offset + i * sizeof(Elf64_Sym));
    std::string name(file.text(strings.sh_offset + s.st_name));
    (s.st_shndx == SHN_UNDEF ? into.undefined : into.defined).push_back(std::move(name));
  }
}

void read_dynamic(const file_bytes& file, const Elf64_Shdr& dynamic, const Elf64_Shdr& strings,
                  elf_facts& into) {
  for (std::uint64_t i = 0; i < dynamic.sh_size / sizeof(Elf64_Dyn); ++i) {
    const auto d = file.at<Elf64_Dyn>(dynamic.sh_offset + i * sizeof(Elf64_Dyn));
    if (d.d_tag == DT_NULL) break;
    if (d.d_tag == DT_FLAGS && (d.d_un.d_val & DF_STATIC_TLS) != 0) into.static_tls = true;
    if (d.d_tag == DT_NEEDED) into.needed.emplace_back(file.text(strings.sh_offset + d.d_un.d_val));
  }
}

void read_relocations(const file_bytes& file, const Elf64_Shdr& table, elf_facts& into) {
  for (std::uint64_t i = 0; i < table.sh_size / sizeof(Elf64_Rela); ++i) {
    const auto r = file.at<Elf64_Rela>(table.sh_offset + i * sizeof(Elf64_Rela));
    into.static_tls |= ELF64_R_TYPE(r.r_info) == R_X86_64_TPOFF64;
    into.described_tls |= ELF64_R_TYPE(r.r_info) == R_X86_64_TLSDESC;
  }
}

std::string bytes_of(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (!std::filesystem::exists(status)) {
    throw module_error(fmt::format("{}: there is no such file", path));
  }
  if (!std::filesystem::is_regular_file(status)) {
    throw module_error(fmt::format("{}: is no regular file", path));
  }
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw module_error(fmt::format("{}: cannot be read", path));
  return bytes;
}

}  // namespace

elf_facts read_elf(const std::string& path) {
  const std::string bytes = bytes_of(path);
  const file_bytes file(path, bytes);
  const Elf64_Ehdr header = header_of(file, bytes);
  const auto section = [&](std::uint64_t i) {
    return file.at<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr));
  };
  elf_facts facts;
  const Elf64_Shdr names = section(header.e_shstrndx);
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    const Elf64_Shdr s = section(i);
    if (file.text(names.sh_offset + s.sh_name) == ".suture.assembly") {
      facts.assembly = file.text(s.sh_offset);
    }
    if (s.sh_type == SHT_DYNSYM) read_symbols(file, s, section(s.sh_link), facts);
    if (s.sh_type == SHT_DYNAMIC) read_dynamic(file, s, section(s.sh_link), facts);
    if (s.sh_type == SHT_RELA && (s.sh_flags & SHF_ALLOC) != 0) read_relocations(file, s, facts);
  }
  return facts;
}

}  // namespace suture::native
