#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Random leaves. Each call makes a leaf of its own, equal only to itself: normal_like(x) − normal_like(x) is the
// difference of two independent draws, while e − e for one handle e is 0.
//
// A draw depends on nothing but (seed, run number, number of the leaf, entry), so simplification, threads and the
// order of evaluation cannot change it, and value and gradient in one Function see the same draw. Seed and run
// number belong to the Workspace, which counts its runs; a call without one has seed 0 and run 0. Leaves are
// numbered from 1 in the order in which they are first needed in the outputs, then the updates, as given to the
// Function: operands before what uses them, from left to right. So two Functions may number them apart: value and
// gradient belong in one. Entries are counted column by column, so a larger batch begins with the draws of a
// smaller one. A draw is a double; float gets it rounded, long double unchanged.
//
// Distributions with parameters are made from the standard ones, so that they differentiate ("reparameterised"):
// mu + hadamard(sigma, normal_like(mu)). check_gradient freezes all leaves. A leaf has at most 2³³ entries.
//
// Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox4x32-10).

/// Independent standard normal numbers in the shape of A, of which only the shape is used; or of a given size.
/// Two of them come from 116 random bits by r cos 2πv and r sin 2πv with r = √(−2 log u): up to 9.5 in size.
/// No derivative flows to A. Throws ShapeError for a negative size.
/// Source: Box and Muller (1958), A note on the generation of random normal deviates.
Expr normal_like(const Operand& a);
Expr normal(Index rows, Index cols = 1);

/// Independent numbers uniform in (0, 1) in the shape of A, of which only the shape is used; or of a given size:
/// (k + ½) 2⁻⁵² for k = 0, …, 2⁵² − 1, never 0 or 1 (in float at most 1 − 2⁻²⁴). For the interval (a, b) write
/// a + (b − a) * uniform_like(A). No derivative flows to A. Throws ShapeError for a negative size.
Expr uniform_like(const Operand& a);
Expr uniform(Index rows, Index cols = 1);

/// Independent numbers, each 1 with the probability that stands in P, else 0, in the shape of P.
/// Has no derivative with respect to P: differentiating through it throws DerivativeError; write
/// bernoulli(stop_gradient(P)) where none is wanted. Throws DomainError when evaluated where an entry is not in
/// [0, 1].
Expr bernoulli(const Operand& p);
/// The same with one probability p (1×1) for all entries, in the shape of A, of which only the shape is used:
/// hadamard(bernoulli_like(0.8, X), X) / 0.8 is dropout.
Expr bernoulli_like(const Operand& p, const Operand& a);

/// For each column of P, the probabilities of m classes, a class drawn by them: m×n gives 1×n with the numbers 0,
/// …, m − 1 of the classes' rows. By inversion: the first row where the sum from the top exceeds u; a class of
/// probability 0 is never drawn. Has no derivative with respect to P, as bernoulli. Throws ShapeError without
/// classes (m = 0), DomainError when evaluated where an entry is negative or NaN, or a column does not sum to 1
/// (up to 1e-9, float: 1e-4).
Expr categorical(const Operand& p);

}  // namespace matgrad
