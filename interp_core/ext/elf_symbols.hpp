// The symbols a shared library exports, read from its file: nothing of it is loaded or run.
//
// Source: the ELF specification (System V ABI, chapters 4 and 5) and, for DT_GNU_HASH, binutils and
// glibc. What counts is what the dynamic loader sees, so this goes by the program headers and the
// dynamic section; section headers may have been stripped. The file may hold anything: every read
// is checked against its end, and every loop ends with it.
#pragma once

#include <elf.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace interp::elf {

// What is wrong with a file, in words that follow its name: "is no ELF file".
struct bad_file : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The processor this program was compiled for, as e_machine; EM_NONE: not known here.
#if defined(__x86_64__)
inline constexpr std::uint16_t this_machine = EM_X86_64;
#elif defined(__aarch64__)
inline constexpr std::uint16_t this_machine = EM_AARCH64;
#else
inline constexpr std::uint16_t this_machine = EM_NONE;
#endif

// The bytes of a shared library for this machine, which must outlive it. Throws bad_file for
// anything else, here and wherever what is read next turns out to be damaged.
class shared_library {
 public:
  explicit shared_library(std::string_view bytes) : bytes_(bytes) {
    const auto header = read_header();
    read_segments(header);
    read_dynamic();
  }

  // Calls visit(name, is_function) for each symbol that is defined, visible from outside, and
  // begins with `prefix`. Names are views of the bytes.
  template <class Visit>
  void exported(std::string_view prefix, Visit visit) const {
    const std::uint64_t count = symbol_count();
    for (std::uint64_t i = 1; i < count; ++i) {  // the first is no symbol
      const auto s = at<Elf64_Sym>(symbols_ + i * sizeof(Elf64_Sym), "a symbol");
      if (s.st_shndx == SHN_UNDEF || ELF64_ST_BIND(s.st_info) == STB_LOCAL) continue;
      const auto visible = ELF64_ST_VISIBILITY(s.st_other);
      if (visible != STV_DEFAULT && visible != STV_PROTECTED) continue;
      const std::string_view rest = rest_of_strings(s.st_name);
      if (!rest.starts_with(prefix)) continue;
      const auto type = ELF64_ST_TYPE(s.st_info);
      visit(ended(rest), type == STT_FUNC || type == STT_GNU_IFUNC);
    }
  }

 private:
  // What lies at that place in the file.
  template <class T>
  T at(std::uint64_t offset, const char* what) const {
    static_assert(std::is_trivially_copyable_v<T>);
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) throw cut_off(what);
    T read;
    std::memcpy(&read, bytes_.data() + offset, sizeof(T));
    return read;
  }
  static bad_file cut_off(const char* what) {
    return bad_file(std::string("is cut off or damaged: ") + what + " is not in it");
  }

  Elf64_Ehdr read_header() const {
    if (!bytes_.starts_with(ELFMAG)) throw bad_file("is no ELF file");
    const auto ident = at<std::array<unsigned char, EI_NIDENT>>(0, "its header");
    if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB)
      throw bad_file("is an ELF file, but not of 64 bits with the low byte first");
    const auto header = at<Elf64_Ehdr>(0, "its header");
    if (header.e_type != ET_DYN) throw bad_file("is an ELF file, but no shared library");
    if (this_machine != EM_NONE && header.e_machine != this_machine)
      throw bad_file("is a shared library for another processor");
    if (header.e_phentsize != sizeof(Elf64_Phdr))
      throw bad_file("is damaged: its program headers have a strange size");
    return header;
  }

  void read_segments(const Elf64_Ehdr& header) {
    for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
      const std::uint64_t place = header.e_phoff + i * sizeof(Elf64_Phdr);
      segments_.push_back(at<Elf64_Phdr>(place, "a program header"));
    }
  }

  // As the loader does: of several dynamic sections, and of several entries with one tag, the last
  // counts. Nothing else is done for each of them, so that a file of many costs no more than its
  // length.
  void read_dynamic() {
    const Elf64_Phdr* dynamic = nullptr;
    for (const Elf64_Phdr& s : segments_)
      if (s.p_type == PT_DYNAMIC) dynamic = &s;
    std::map<Elf64_Sxword, std::uint64_t> values;
    for (std::uint64_t read = 0;
         dynamic != nullptr && read + sizeof(Elf64_Dyn) <= dynamic->p_filesz;
         read += sizeof(Elf64_Dyn)) {
      const auto entry = at<Elf64_Dyn>(dynamic->p_offset + read, "its dynamic section");
      if (entry.d_tag == DT_NULL) break;
      if (is_wanted(entry.d_tag)) values[entry.d_tag] = entry.d_un.d_val;
    }
    take(values);
  }

  static bool is_wanted(Elf64_Sxword tag) {
    return tag == DT_SYMTAB || tag == DT_STRTAB || tag == DT_STRSZ || tag == DT_HASH ||
           tag == DT_GNU_HASH || tag == DT_SYMENT || tag == DT_FLAGS_1;
  }

  void take(const std::map<Elf64_Sxword, std::uint64_t>& values) {
    const auto value = [&](Elf64_Sxword tag) {
      const auto found = values.find(tag);
      return found == values.end() ? 0 : found->second;
    };
    const auto place = [&](Elf64_Sxword tag, const char* what) {
      return values.contains(tag) ? place_of(value(tag), what) : 0;
    };
    if ((value(DT_FLAGS_1) & DF_1_PIE) != 0) throw bad_file("is a program, not a shared library");
    symbols_ = place(DT_SYMTAB, "its symbol table");
    strings_ = place(DT_STRTAB, "its string table");
    strings_size_ = value(DT_STRSZ);
    hash_ = place(DT_HASH, "its hash table");
    gnu_hash_ = place(DT_GNU_HASH, "its hash table");
    if (symbols_ == 0 || strings_ == 0)
      throw bad_file("is an ELF file without a table of dynamic symbols");
    if (value(DT_SYMENT) != sizeof(Elf64_Sym))
      throw bad_file("is damaged: its symbols have a strange size");
  }

  // Where in the file lies what is loaded at that address?
  std::uint64_t place_of(std::uint64_t address, const char* what) const {
    for (const Elf64_Phdr& s : segments_)
      if (s.p_type == PT_LOAD && address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz)
        return s.p_offset + (address - s.p_vaddr);
    throw cut_off(what);
  }

  // The dynamic section does not say how many symbols there are; the hash table over them does.
  std::uint64_t symbol_count() const {
    if (gnu_hash_ != 0) return last_hashed_symbol() + 1;
    if (hash_ != 0) return at<std::uint32_t>(hash_ + 4, "its hash table");
    throw bad_file("is a shared library without a hash table of its symbols");
  }

  // A GNU hash table: a head of four words, a Bloom filter, buckets that hold the first symbol of
  // a chain, and a word for each symbol whose lowest bit ends the chain. The longest number in any
  // bucket begins the chain that ends with the last symbol.
  std::uint64_t last_hashed_symbol() const {
    const auto word = [this](std::uint64_t i, std::uint64_t from) {
      return at<std::uint32_t>(from + i * 4, "its hash table");
    };
    const std::uint64_t buckets = word(0, gnu_hash_), first = word(1, gnu_hash_);
    const std::uint64_t bloom_words = word(2, gnu_hash_);
    const std::uint64_t table = gnu_hash_ + 16 + bloom_words * 8;
    std::uint64_t last = 0;
    for (std::uint64_t i = 0; i < buckets; ++i) {
      const std::uint64_t in_bucket = word(i, table);
      if (in_bucket > last) last = in_bucket;
    }
    if (last < first) return 0;  // nothing is exported
    while ((word(last - first, table + buckets * 4) & 1U) == 0) ++last;
    return last;
  }

  // The string table from that place on.
  std::string_view rest_of_strings(std::uint64_t from) const {
    if (strings_ > bytes_.size() || strings_size_ > bytes_.size() - strings_)
      throw cut_off("its string table");
    if (from >= strings_size_) throw bad_file("is damaged: a symbol's name is not in it");
    return bytes_.substr(strings_ + from, strings_size_ - from);
  }
  // Up to its end. The limit keeps a file of nothing but names from being read over and over.
  static std::string_view ended(std::string_view text) {
    const std::size_t end = text.substr(0, longest_name).find('\0');
    if (end == std::string_view::npos) throw bad_file("is damaged: a symbol's name has no end");
    return text.substr(0, end);
  }
  static constexpr std::size_t longest_name = 1024;  // the longest that C compilers take, and more

  std::string_view bytes_;
  std::vector<Elf64_Phdr> segments_;
  // Places in the file; 0: not there, since the header lies at 0.
  std::uint64_t symbols_ = 0, strings_ = 0, strings_size_ = 0, hash_ = 0, gnu_hash_ = 0;
};

}  // namespace interp::elf
