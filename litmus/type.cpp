#include "litmus/type.hpp"

namespace suture::litmus {

namespace {

std::string integer(const type& t) {
  switch (t.bits) {
    case 1:
      return "bool";
    case 8:
      return t.is_signed ? "signed char" : "unsigned char";
    case 16:
      return t.is_signed ? "short" : "unsigned short";
    case 32:
      return t.is_signed ? "int" : "unsigned";
    default:
      return t.is_signed ? "long" : "unsigned long";
  }
}

}  // namespace

std::string to_text(const type& t) { return integer(t) + std::string(t.pointers, '*'); }

}  // namespace suture::litmus
