/// Words to the user on stderr, which may be closed or a full disk: that must cost no study.
#pragma once
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace disalign {

template <class... Values>
void tell(fmt::format_string<Values...> text, Values&&... values) {
  std::string const line = fmt::format(text, std::forward<Values>(values)...);
  std::fputs(line.c_str(), stderr);
}

}  // namespace disalign
