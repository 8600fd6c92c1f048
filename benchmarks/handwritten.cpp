#include "handwritten.hpp"

#include <cmath>

namespace handwritten {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::MatrixXf;
using Eigen::VectorXd;
using Eigen::VectorXf;

TiedAutoencoder::TiedAutoencoder(Index m, Index n) : code_(m), residual_(n), back_(m), dW_(m, n) {}

double TiedAutoencoder::operator()(const MatrixXd& W, const VectorXd& x) {
  const bool in_first_cache = W.size() <= 4096;
  in_first_cache ? small(W, x) : large(W, x);
  for (Index j = 0; j < W.cols(); ++j) dW_.col(j) = x[j] * back_ + residual_[j] * code_;
  return 0.5 * residual_.squaredNorm();
}

void TiedAutoencoder::small(const MatrixXd& W, const VectorXd& x) {
  code_.noalias() = W * x;
  residual_ = -x;
  residual_.noalias() += W.transpose() * code_;
  back_.noalias() = W * residual_;
}

// W is read twice: once for Wx, once for WᵀWx and WK together, four columns at a time.
void TiedAutoencoder::large(const MatrixXd& W, const VectorXd& x) {
  const Index n = W.cols(), blocked = n - n % 4;
  code_.noalias() = W * x;
  back_.setZero();
  for (Index j = 0; j < blocked; j += 4) {
    double k[4];
    for (Index c = 0; c < 4; ++c) k[c] = residual_[j + c] = W.col(j + c).dot(code_) - x[j + c];
    back_.noalias() += k[0] * W.col(j) + k[1] * W.col(j + 1) + k[2] * W.col(j + 2) + k[3] * W.col(j + 3);
  }
  for (Index j = blocked; j < n; ++j) {
    residual_[j] = W.col(j).dot(code_) - x[j];
    back_.noalias() += residual_[j] * W.col(j);
  }
}

double ScalarChain::operator()(double a, double b, double start) {
  double y = start;
  for (double& before : y_) {
    before = y;
    y = y * a + b;
  }
  double adjoint = 1;
  da_ = db_ = 0;
  for (std::size_t i = y_.size(); i-- > 0;) {
    da_ += adjoint * y_[i];
    db_ += adjoint;
    adjoint *= a;
  }
  dstart_ = adjoint;
  return y;
}

SwishNet::SwishNet(Index in, Index hidden, Index out, Index batch)
    : a_(hidden, batch),
      s_(hidden, batch),
      h_(hidden, batch),
      z_(out, batch),
      da_(hidden, batch),
      dW1_(hidden, in),
      dW2_(out, hidden),
      db1_(hidden),
      db2_(out) {}

// Overwrites z with ∂L/∂z = (softmax(z) − T) / batch.
float SwishNet::loss_and_output_adjoint(const MatrixXf& T) {
  const float scale = 1.0f / static_cast<float>(z_.cols());
  float loss = 0;
  for (Index j = 0; j < z_.cols(); ++j) {
    auto z = z_.col(j);
    const float target = z.dot(T.col(j)), highest = z.maxCoeff();
    z = (z.array() - highest).exp();
    const float sum = z.sum();
    loss += std::log(sum) + highest - target;
    z = (z / sum - T.col(j)) * scale;
  }
  return loss * scale;
}

float SwishNet::operator()(const MatrixXf& W1, const VectorXf& b1, const MatrixXf& W2, const VectorXf& b2,
                           const MatrixXf& X, const MatrixXf& T) {
  const bool one = X.cols() == 1;
  if (one) {
    a_.col(0) = b1;
    a_.col(0).noalias() += W1 * X.col(0);
  } else {
    a_.noalias() = W1 * X;
    a_.colwise() += b1;
  }
  // Eigen 3.4's float logistic() loses thousands of ulp in the tail; this form is as fast.
  s_ = 1.0f / (1.0f + (-a_.array()).exp());
  h_ = a_.cwiseProduct(s_);
  if (one) {
    z_.col(0) = b2;
    z_.col(0).noalias() += W2 * h_.col(0);
  } else {
    z_.noalias() = W2 * h_;
    z_.colwise() += b2;
  }

  const float loss = loss_and_output_adjoint(T);
  db2_ = z_.rowwise().sum();
  if (one) {
    dW2_.noalias() = z_.col(0) * h_.col(0).transpose();
    da_.col(0).noalias() = W2.transpose() * z_.col(0);
  } else {
    dW2_.noalias() = z_ * h_.transpose();
    da_.noalias() = W2.transpose() * z_;
  }
  da_.array() *= s_.array() + h_.array() * (1.0f - s_.array());
  db1_ = da_.rowwise().sum();
  if (one) {
    dW1_.noalias() = da_.col(0) * X.col(0).transpose();
  } else {
    dW1_.noalias() = da_ * X.transpose();
  }
  return loss;
}

}  // namespace handwritten
