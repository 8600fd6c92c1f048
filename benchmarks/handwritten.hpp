#pragma once

#include <Eigen/Core>

#include <vector>

/// What an expert would code by hand: the best known algorithm, buffers allocated once, no temporary per
/// call (except the packing buffers inside Eigen's large products). matgrad is measured beside these.
namespace handwritten {

/// L = ½‖Wᵀ(Wx) − x‖² and ∂L/∂W = (WK)xᵀ + (Wx)Kᵀ with K = Wᵀ(Wx) − x, for W m×n.
/// Neither Wᵀ nor an n×n matrix exists; both outer products are written in one pass.
class TiedAutoencoder {
 public:
  TiedAutoencoder(Eigen::Index m, Eigen::Index n);

  double operator()(const Eigen::MatrixXd& W, const Eigen::VectorXd& x);
  const Eigen::MatrixXd& dW() const { return dW_; }

 private:
  void small(const Eigen::MatrixXd& W, const Eigen::VectorXd& x);
  void large(const Eigen::MatrixXd& W, const Eigen::VectorXd& x);

  Eigen::VectorXd code_, residual_, back_;
  Eigen::MatrixXd dW_;
};

/// y ← y·a + b, `steps` times: 2·steps scalar operations, with the derivatives in a, b and the start value.
class ScalarChain {
 public:
  explicit ScalarChain(int steps) : y_(static_cast<std::size_t>(steps)) {}

  double operator()(double a, double b, double start);
  double da() const { return da_; }
  double db() const { return db_; }
  double dstart() const { return dstart_; }

 private:
  std::vector<double> y_;
  double da_ = 0, db_ = 0, dstart_ = 0;
};

/// z = W₂ swish(W₁X + b₁) + b₂ and the softmax cross-entropy of z against one-hot columns T, averaged over
/// the batch (columns), with the gradients in W₁, b₁, W₂ and b₂. Single precision.
class SwishNet {
 public:
  SwishNet(Eigen::Index in, Eigen::Index hidden, Eigen::Index out, Eigen::Index batch);

  float operator()(const Eigen::MatrixXf& W1, const Eigen::VectorXf& b1, const Eigen::MatrixXf& W2,
                   const Eigen::VectorXf& b2, const Eigen::MatrixXf& X, const Eigen::MatrixXf& T);
  const Eigen::MatrixXf& dW1() const { return dW1_; }
  const Eigen::VectorXf& db1() const { return db1_; }
  const Eigen::MatrixXf& dW2() const { return dW2_; }
  const Eigen::VectorXf& db2() const { return db2_; }

 private:
  float loss_and_output_adjoint(const Eigen::MatrixXf& T);

  Eigen::MatrixXf a_, s_, h_, z_, da_;
  Eigen::MatrixXf dW1_, dW2_;
  Eigen::VectorXf db1_, db2_;
};

}  // namespace handwritten
