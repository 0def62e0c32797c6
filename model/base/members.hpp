/// The members of a plain struct one after the other, so that what is added to it cannot be forgotten.
#pragma once
#include <boost/preprocessor/arithmetic/inc.hpp>
#include <boost/preprocessor/repetition/enum_params.hpp>
#include <boost/preprocessor/repetition/repeat.hpp>
#include <cstddef>
#include <type_traits>

namespace disalign {

namespace members {

/// Becomes whatever a member is; never evaluated.
struct Anything {
  template <class T>
  operator T() const;
};

/// Members of an aggregate: as many as its braces take.
template <class Aggregate, class... Given>
consteval std::size_t count() {
  if constexpr (requires { Aggregate{Given{}..., Anything{}}; }) {
    return count<Aggregate, Given..., Anything>();
  } else {
    return sizeof...(Given);
  }
}

inline constexpr std::size_t most = 120;  ///< as many as the cases below

}  // namespace members

/// Calls visit(member) for every member of a struct without constructors, bases and private parts, in
/// the order of declaration.
template <class Aggregate>
void each_member(Aggregate& aggregate, auto&& visit) {
  using Plain = std::remove_const_t<Aggregate>;
  static_assert(std::is_aggregate_v<Plain>, "a class with constructors names its members itself");
  constexpr std::size_t n = members::count<Plain>();
  static_assert(n > 0 && n <= members::most);
  auto const all = [&](auto&... member) { (visit(member), ...); };
// One case for each number of members: a structured binding needs as many names as there are.
#define DISALIGN_MEMBERS(z, k, _)                                      \
  if constexpr (n == (k) + 1) {                                        \
    auto& [BOOST_PP_ENUM_PARAMS_Z(z, BOOST_PP_INC(k), m)] = aggregate; \
    all(BOOST_PP_ENUM_PARAMS_Z(z, BOOST_PP_INC(k), m));                \
  }
  BOOST_PP_REPEAT(120, DISALIGN_MEMBERS, _)
#undef DISALIGN_MEMBERS
}

}  // namespace disalign
