namespace TfExplain.Engine.Kernels;

/// <summary>
/// What happens to a sum before it is stored: bias and residual are added; then it is limited to [Low, High], or, where there is a gate (the way back through a
/// clipped ReLU), it stays where Low &lt; gate &lt; High and is zero elsewhere.
/// </summary>
internal readonly unsafe struct Epilogue(float* bias, float* residual, float* gate, float low, float high)
{
    /// <summary>One value per target channel, or null.</summary>
    public readonly float* Bias = bias;

    /// <summary>Laid out as the target, or null.</summary>
    public readonly float* Residual = residual;

    /// <summary>Laid out as the target, or null.</summary>
    public readonly float* Gate = gate;

    public readonly float Low = low;

    public readonly float High = high;

    /// <summary>The residual at an offset into the target.</summary>
    public float* ResidualAt(long offset) => Residual == null ? null : Residual + offset;

    /// <summary>The gate at an offset into the target.</summary>
    public float* GateAt(long offset) => Gate == null ? null : Gate + offset;
}
