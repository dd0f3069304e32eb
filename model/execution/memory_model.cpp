#include "model/execution/memory_model.hpp"

#include "model/execution/rc11.hpp"
#include "model/execution/sc.hpp"

namespace suture {

std::unique_ptr<memory_model> make_memory_model(std::string_view name) {
  if (name == "sc") return std::make_unique<sc_model>();
  if (name == "rc11") return std::make_unique<rc11_model>();
  return nullptr;
}

}  // namespace suture
