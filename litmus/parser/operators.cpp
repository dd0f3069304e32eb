// Operators as nodes: what type they give, and what they convert their operands to.
#include <fmt/format.h>

#include "litmus/address.hpp"
#include "litmus/parser/body.hpp"

namespace suture::litmus {

namespace {

using kind = expression_kind;

bool compares(kind what) { return what >= kind::equal && what <= kind::at_least; }

bool moves_pointer(kind what) { return what == kind::add || what == kind::subtract; }

}  // namespace

node_number body_parser::add(node n) {
  n.after = after_;
  n.only_if = only_if_;
  // An address that is used for anything but an access of what lies there may lead anywhere.
  for (unsigned k = is_access(n.what) ? 1 : 0; k < n.operands; ++k) {
    const node& used = under_way_.nodes[n.operand[k]];
    if (used.what == kind::constant && used.of.is_pointer() && used.constant != 0) {
      locations_.note_address_taken(place_at(used.constant).location);
    }
  }
  under_way_.nodes.push_back(n);
  return static_cast<node_number>(under_way_.nodes.size() - 1);
}

node_number body_parser::add_constant(value v, const type& of, std::uint32_t line) {
  node n;
  n.constant = v;
  n.of = of;
  n.line = line;
  return add(n);
}

node body_parser::take_back(node_number last) {
  const node taken = under_way_.nodes[last];
  under_way_.nodes.pop_back();
  return taken;
}

node_number body_parser::combine(kind what, node_number a, node_number b, std::uint32_t line) {
  const type left = type_of(a);
  const type right = type_of(b);
  if (what == kind::add && right.is_pointer() && !left.is_pointer()) std::swap(a, b);
  node n;
  n.what = what;
  n.line = line;
  n.operands = 2;
  n.operand[0] = a;
  n.operand[1] = b;
  n.operands_as = common(left, right);
  n.of = n.operands_as;
  const bool both = left.is_pointer() && right.is_pointer();
  if (compares(what) || what == kind::logical_and || what == kind::logical_or) {
    n.of = int_type;
  } else if (what == kind::comma) {
    n.of = right;
  } else if (what == kind::shift_left || what == kind::shift_right) {
    n.of = promoted(left);
  } else if (what == kind::subtract && both) {
    n.of = long_type;
  } else if (n.of.is_pointer() && (both || !moves_pointer(what))) {
    in_.fail(line,
             "unsupported arithmetic with an address: supported are p + n, p - n, p - q, and "
             "comparisons");
  }
  return add(n);
}

node_number body_parser::apply_to(kind what, node_number a, std::uint32_t line) {
  node n;
  n.what = what;
  n.line = line;
  n.operands = 1;
  n.operand[0] = a;
  n.of = what == kind::logical_not ? int_type : promoted(type_of(a));
  if (n.of.is_pointer()) in_.fail(line, "unsupported arithmetic with an address");
  return add(n);
}

// The assignment to what `target` would have read.
node_number body_parser::write_to(const node& target, node_number written, std::uint32_t line) {
  node n;
  n.line = line;
  n.of = target.of;
  if (target.what == kind::local) {
    n.what = kind::set_local;
    n.local = target.local;
    n.operands = 1;
    n.operand[0] = written;
    return add(n);
  }
  n.what = kind::plain_store;
  n.accessed = target.accessed;
  n.operands = 2;
  n.operand[0] = target.operand[0];
  n.operand[1] = written;
  return add(n);
}

}  // namespace suture::litmus
