#include "model/graph/memory_model.hpp"

#include "model/graph/rc11.hpp"
#include "model/graph/sc.hpp"
#include "model/graph/tso.hpp"

namespace suture {

namespace {

template <class Model>
std::unique_ptr<memory_model> make() {
  return std::make_unique<Model>();
}

constexpr known_memory_model all[] = {
    {"sc", "interleavings", make<sc_model>},
    {"tso", "what x86 processors do", make<tso_model>},
    {"rc11", "what C++20 allows, without values out of thin air", make<rc11_model>},
};

}  // namespace

std::span<const known_memory_model> memory_models() { return all; }

std::vector<std::string> memory_model_names() {
  std::vector<std::string> names;
  for (const known_memory_model& m : all) names.emplace_back(m.name);
  return names;
}

std::string about_memory_models() {
  std::string text;
  for (const known_memory_model& m : all) {
    if (!text.empty()) text += "; ";
    text.append(m.name).append(": ").append(m.about);
  }
  return text;
}

std::unique_ptr<memory_model> make_memory_model(std::string_view name) {
  for (const known_memory_model& m : all) {
    if (m.name == name) return m.make();
  }
  return nullptr;
}

}  // namespace suture
