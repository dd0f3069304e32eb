// Which sanitizer a unit is built with; g++ and clang say it in different ways.
#pragma once

#if defined(__SANITIZE_THREAD__)
#define SUTURE_WITH_TSAN 1
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SUTURE_WITH_ASAN 1
#endif
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SUTURE_WITH_TSAN 1
#endif
#if __has_feature(address_sanitizer)
#define SUTURE_WITH_ASAN 1
#endif
#endif

#if !defined(SUTURE_WITH_TSAN)
#define SUTURE_WITH_TSAN 0
#endif
#if !defined(SUTURE_WITH_ASAN)
#define SUTURE_WITH_ASAN 0
#endif
