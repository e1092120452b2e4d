using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine;

/// <summary>
/// A pure function from input values to one output value. It holds its attributes and, side by side: shape inference,
/// forward computation, and the backward step as further graph operations. A new operation is one new record.
/// </summary>
public abstract record Operation
{
    /// <summary>The operation's name in tables and messages.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The output's shape; unknown extents stay unknown.</summary>
    /// <exception cref="ShapeException">The operation cannot take these shapes.</exception>
    public abstract Shape InferShape(ReadOnlySpan<Shape> inputs);

    /// <summary>Computes every element of <see cref="ForwardContext.Output"/>. The output is not cleared before.</summary>
    public abstract void Forward(ForwardContext context);

    /// <summary>
    /// Adds the operations that carry the output's cotangent to the inputs that <see cref="BackwardScope.Wants"/> names:
    /// <c>scope.Set(i, dL/d input i)</c>. An input that is left unset has gradient zero.
    /// </summary>
    /// <exception cref="NotDifferentiableException">There is no derivative.</exception>
    public virtual void Backward(BackwardScope scope) => throw new NotDifferentiableException(scope.Node, "has no derivative");

    /// <summary>Arithmetic operations (a multiply-add counts two) for known shapes.</summary>
    public virtual long Flops(ReadOnlySpan<Shape> inputs, Shape output) => output.Count;

    /// <summary>Scratch floats that <see cref="Forward"/> needs for known shapes, shared by all its threads.</summary>
    public virtual long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => 0;

    /// <summary>Whether the output is the first input's memory under another shape, so that nothing is computed.</summary>
    public virtual bool IsView => false;

    /// <summary>Whether the output may be written over an input of the same size while it is read, element by element.</summary>
    public virtual bool CanOverwrite(int input) => false;
}
