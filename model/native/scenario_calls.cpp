// What <suture/scenario.h> declares.
#include "model/native/scenario.h"

#include "model/native/call.hpp"

using suture::native::call;

extern "C" {

void suture_check(int holds, const char* message) {
  const call here;
  if (holds == 0 && here.under_test()) here.run().check(message, here.where());
}

void suture_assume(int holds) {
  const call here;
  if (holds == 0 && here.under_test()) here.run().abandon();
}

unsigned suture_choose(unsigned n) {
  const call here;
  return here.under_test() ? here.run().choose(n, here.where()) : 0;
}

void suture_note(const char* text) {
  const call here;
  if (here.under_test()) here.run().say(text, here.where());
}

void suture_label(const void* object, const char* name) {
  const call here;
  if (here.under_test()) {
    suture::native::world::current.memory().label(reinterpret_cast<std::uintptr_t>(object), name);
  }
}

}  // extern "C"
