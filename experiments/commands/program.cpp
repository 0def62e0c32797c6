/// From a command line to an exit code.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <sstream>
#include <system_error>

#include "agents/kernel.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

/// Prints every line of a message as one mistake; red on a terminal unless NO_COLOR is set.
void complain(std::string const& message) {
  bool const colour = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() != '.' && line.back() != '?') line += '.';
    tell("{}error:{} {}\n", colour ? "\x1b[31m" : "", colour ? "\x1b[0m" : "", line);
  }
}

int carry_out(Arguments const& arguments) {
  if (arguments.command == "run") return run_study(arguments);
  if (arguments.command == "check") return check_study(arguments);
  if (arguments.command == "show") return show_file(arguments);
  if (arguments.command == "contrast") return contrast_study(arguments);
  if (arguments.command == "dose") return dose_study(arguments);
  if (arguments.command == "sa") return analyse_sensitivity(arguments);
  if (arguments.command == "levers") return compare_levers(arguments);
  if (arguments.command == "ablate") return ablate_channels(arguments);
  if (arguments.command == "robust") return check_robustness(arguments);
  if (arguments.command == "plan") return plan_study(arguments);
  if (arguments.command == "bench") return run_bench(arguments);
  if (arguments.command == "documents") return write_documents(arguments);
  if (arguments.command == "status") return show_status(arguments);
  if (arguments.command == "merge") return merge_parts(arguments);
  if (arguments.command == "verify") return verify_file(arguments);
  if (arguments.command == "report" || arguments.command == "export")
    return hand_to_python(arguments);
  return replay_run(arguments);
}

}  // namespace

int program(int count, char const* const* words) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit becomes a failed write with a message
  bool computed = false;
  try {
    Request const request = read_arguments(count, words);
    computed =
        request.arguments && request.arguments->command == "run" && !request.arguments->dry_run;
    int code = complete;
    if (request.arguments) {
      kernel();  // a mistake in DISALIGN_ISA is one of the configuration
      code = carry_out(*request.arguments);
    } else {
      fmt::print("{}", request.text);
    }
    if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category());
    return code;
  } catch (std::filesystem::filesystem_error const& error) {  // a path that no file can have
    complain(fmt::format("{}: cannot be used ({}). Choose another path.", error.path1().string(),
                         error.code().message()));
    return usage_error;
  } catch (std::system_error const& error) {  // printing failed
    complain(fmt::format(
        "stdout: cannot be written ({}). {}", error.code().message(),
        computed ? "The same command prints the answer again." : "Write to a file instead."));
    return computed ? incomplete : usage_error;
  } catch (Error const& error) {
    complain(error.what());
    return usage_error;
  } catch (Interrupted const& interrupted) {
    complain(fmt::format("{}\nstopped before the study was complete. The same command continues",
                         interrupted.what()));
    return incomplete;
  } catch (std::bad_alloc const&) {
    complain(
        "memory: not enough (the study needs more than there is). Use fewer threads or a coarser "
        "grid.");
    return internal_error;
  } catch (std::exception const& error) {
    complain(fmt::format("internal error (a defect of the program, please report it): {}",
                         error.what()));
    return internal_error;
  }
}

}  // namespace disalign
