// A strategy and a checker of somebody else's.
#include <gtest/gtest.h>
#include <suture/extend.hpp>
#include <suture/suture.hpp>

#include <memory>

namespace {

// The eldest thread goes first.
class eldest_first final : public suture::sampler {
 public:
  eldest_first(const suture::memory_model& model, const suture::strategy_options& options)
      : sampler(model, options) {}
  std::string_view name() const override { return "eldest"; }

 private:
  suture::thread_id pick(const suture::run_view&,
                         std::span<const suture::thread_id> willing) override {
    return willing.front();
  }
};

const suture::strategy_kind eldest_kind{.name = "eldest",
                                        .summary = "the eldest thread goes first",
                                        .traits = {.samples = true},
                                        .make = suture::make_sampler<eldest_first>};

TEST(extend, a_strategy) {
  suture::add_strategy(eldest_kind);
  const auto body = [] {
    sync::atomic<int> last{0};
    sync::parallel([&] { last.store(1); }, [&] { last.store(2); });
    sync::check(last.load() == 2, "the younger one comes last");
  };
  const suture::options how{.strategy = "eldest", .memory = "sc", .max_executions = 10};
  EXPECT_EQ(suture::check(body, how).verdict, suture::verdict::passed);
}

// No block is larger than a page.
class small_blocks final : public suture::observer {
 public:
  void on_allocate(suture::run_view& run, const suture::block& b) override {
    if (b.bytes > 4096) run.report({"large", "a block of more than a page", {}, {}});
  }
};

TEST(extend, a_checker) {
  const suture::extra_checker added([] { return std::make_unique<small_blocks>(); });
  const auto takes = [](std::size_t bytes) {
    return [bytes] { sync::deallocate(sync::allocate(bytes)); };
  };
  EXPECT_EQ(suture::check(takes(100)).verdict, suture::verdict::verified);
  EXPECT_EQ(suture::check(takes(5000)).verdict, suture::verdict::found);
}

}  // namespace
