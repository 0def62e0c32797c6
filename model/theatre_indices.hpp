/// Disalignment in a theatre, weighted by strength and by overlap in space; reported, never read by a
/// rule.
///
/// No mechanism and no decision may include this file. Everything here is measured from a state as it
/// stands: declared profiles, strengths, reach, command coupling.
#pragma once
#include <array>

#include "model/founding.hpp"

namespace disalign {

/// Which pair index a theatre index weighs.
enum class Index { stances, goals, combined };  ///< D1n, D2n, D3
inline constexpr int index_count = 3;

/// Decay of the friction index with command coupling (kappa); the default of rule `friction`.
inline constexpr float friction_index_decay = 1.5F;

/// Weighted over ordered pairs of operations; all 0 with fewer than two of them.
struct TheatreIndices {
  std::array<double, index_count> disalignment{};  ///< Dtheatre: with overlap, 0..1
  std::array<double, index_count> structural{};    ///< Dstructural: as if all overlapped, 0..1
  double friction = 0;                             ///< F_ij of D3, weighted as structural, 0..1
  double overlap = 0;                              ///< o_ij, weighted likewise, 0..1
  double tilt = 0;                                 ///< salience-weighted mean of |T_p|, 0..1
};

/// o_ij = sum_c min(rho_i, rho_j) / min(sum rho_i, sum rho_j), symmetric, 0..1; 0 when one of them is
/// absent. rho_i(c): share of i's strength whose reach covers c.
double overlap(State const& state, int i, int j);
/// The same of every pair of operations; the diagonal is 0.
ActorMatrix<double> overlaps(State const& state);

/// All of them at once; the first form takes the overlaps of all pairs. `kappa` as friction_index().
TheatreIndices theatre_indices(State const& state, ActorMatrix<double> const& overlaps,
                               float kappa = friction_index_decay);
TheatreIndices theatre_indices(State const& state, float kappa = friction_index_decay);

/// F_ij = D o_ij exp(-kappa c_ij) for a pair index `d` of i and j.
double friction_index(State const& state, int i, int j, double d,
                      float kappa = friction_index_decay);

/// T_p = sum_i q_i s_ip over operations, q_i their share of all operations' persons: -1..1, on whose
/// side they are together. `p` is an actor or `communities`. 0 without operations.
double tilt(State const& state, int p);

/// T_p of every party of a cast at full deployment, -1..1; 0 without operations.
std::array<double, max_parties> tilts(Cast const& cast);

/// Salience-weighted mean of |T_p|, of a cast at full deployment, 0..1.
double mean_tilt(Cast const& cast);
double mean_tilt(State const& state);

}  // namespace disalign
