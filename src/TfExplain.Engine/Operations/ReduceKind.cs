namespace TfExplain.Engine.Operations;

/// <summary>How <see cref="Reduce"/> combines elements.</summary>
public enum ReduceKind
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The arithmetic mean.</summary>
    Mean,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The product.</summary>
    Product,
}
