using TfExplain.Training;
using TfExplain.Training.Optimizers;

namespace TfExplain.Engine.Tests.Training;

/// <summary>One weight of one element under each optimiser, in double precision, straight from the formulas.</summary>
internal sealed class OptimizerReference(Optimizer optimizer, double w)
{
    private double _m, _v, _hat, _mean, _velocity, _product = 1, _a = optimizer switch { Adagrad o => o.InitialAccumulatorValue, Ftrl o => o.InitialAccumulatorValue, _ => 0 };

    public double W { get; private set; } = w;

    /// <summary>Moves by one clipped gradient; t counts from 1.</summary>
    public void Step(double g, int t)
    {
        double rate = optimizer.LearningRate.Rate(t - 1);
        W -= W * (optimizer.WeightDecay ?? 0) * rate;
        switch (optimizer)
        {
            case SGD o:
                _m = o.Momentum * _m - rate * g;
                W += o.Momentum == 0 ? -rate * g : o.Nesterov ? o.Momentum * _m - rate * g : _m;
                break;
            case Adam o:
                Adam(o.Beta1, o.Beta2, o.Epsilon, o.Amsgrad, rate, g, t);
                break;
            case AdamW o:
                Adam(o.Beta1, o.Beta2, o.Epsilon, o.Amsgrad, rate, g, t);
                break;
            case Adamax o:
                _m = o.Beta1 * _m + (1 - o.Beta1) * g;
                _v = Math.Max(o.Beta2 * _v, Math.Abs(g));
                W -= rate * _m / ((1 - Math.Pow(o.Beta1, t)) * (_v + o.Epsilon));
                break;
            case Nadam o:
                double u = o.Beta1 * (1 - 0.5 * Math.Pow(0.96, t)), next = o.Beta1 * (1 - 0.5 * Math.Pow(0.96, t + 1));
                _product *= u;
                _m = o.Beta1 * _m + (1 - o.Beta1) * g;
                _v = o.Beta2 * _v + (1 - o.Beta2) * g * g;
                var ahead = next * _m / (1 - _product * next) + (1 - u) * g / (1 - _product);
                W -= rate * ahead / (Math.Sqrt(_v / (1 - Math.Pow(o.Beta2, t))) + o.Epsilon);
                break;
            case RMSprop o:
                _v = o.Rho * _v + (1 - o.Rho) * g * g;
                _mean = o.Rho * _mean + (1 - o.Rho) * g;
                var step = rate * g / Math.Sqrt(_v - (o.Centered ? _mean * _mean : 0) + o.Epsilon);
                _velocity = o.Momentum * _velocity + step;
                W -= _velocity;
                break;
            case Adagrad o:
                _a += g * g;
                W -= rate * g / Math.Sqrt(_a + o.Epsilon);
                break;
            case Adadelta o:
                _a = o.Rho * _a + (1 - o.Rho) * g * g;
                var delta = g * Math.Sqrt(_v + o.Epsilon) / Math.Sqrt(_a + o.Epsilon);
                _v = o.Rho * _v + (1 - o.Rho) * delta * delta;
                W -= rate * delta;
                break;
            case Lion o:
                W -= rate * Math.Sign(o.Beta1 * _m + (1 - o.Beta1) * g);
                _m = o.Beta2 * _m + (1 - o.Beta2) * g;
                break;
            case Ftrl o:
                double p = -o.LearningRatePower, after = _a + g * g;
                _m += g + 2 * o.L2ShrinkageRegularizationStrength * W - (Math.Pow(after, p) - Math.Pow(_a, p)) / rate * W;
                _a = after;
                var quadratic = Math.Pow(after, p) / rate + 2 * (o.L2RegularizationStrength + o.Beta / (2 * rate));
                W = (Math.Clamp(_m, -o.L1RegularizationStrength, o.L1RegularizationStrength) - _m) / quadratic;
                break;
            default:
                throw new NotSupportedException(optimizer.Name);
        }
    }

    private void Adam(double beta1, double beta2, double epsilon, bool amsgrad, double rate, double g, int t)
    {
        _m = beta1 * _m + (1 - beta1) * g;
        _v = beta2 * _v + (1 - beta2) * g * g;
        _hat = amsgrad ? Math.Max(_hat, _v) : _v;
        W -= rate * Math.Sqrt(1 - Math.Pow(beta2, t)) / (1 - Math.Pow(beta1, t)) * _m / (Math.Sqrt(_hat) + epsilon);
    }
}
