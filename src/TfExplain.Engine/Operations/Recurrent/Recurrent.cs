using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>
/// A cell stepped along sequences: s[t] = cell(zx[t], s[t-1]), with s[-1] = 0 or given. Where the mask is 0, s[t] = s[t-1].
/// Inputs: zx = x W + b [N, T, gates units] (a <see cref="Dense"/> outside), recurrent kernel [units, gates units], then where present
/// the recurrent bias [gates units], the initial states [N, units] each, and the mask [N, T].
/// Output: the state after every step [N, T, states units]; the last step's, or one of several states, is a <see cref="Slice"/> of it.
/// </summary>
/// <param name="Activation">The activation of the candidate and, in an LSTM, of the output.</param>
public abstract record Recurrent(Activation Activation) : Operation
{
    /// <summary>Whether initial states are given as inputs.</summary>
    public bool HasInitialState { get; init; }

    /// <summary>Whether a mask is given as the last input.</summary>
    public bool HasMask { get; init; }

    /// <summary>Blocks of units in a projection.</summary>
    internal abstract int Gates { get; }

    /// <summary>Blocks of units in a state.</summary>
    internal virtual int States => 1;

    /// <summary>Blocks of units that <see cref="Step"/> leaves for <see cref="StepBack"/>.</summary>
    internal abstract int Work { get; }

    /// <summary>Blocks of units that <see cref="StepBack"/> writes, the cotangents of the projection first.</summary>
    internal virtual int Cotangents => Gates;

    internal virtual bool TakesBias => false;

    internal int StateInput => TakesBias ? 3 : 2;

    internal int MaskInput => StateInput + (HasInitialState ? States : 0);

    /// <summary>next = cell(projection, previous).</summary>
    internal abstract void Step(RecurrentStep step, Span<float> next, Span<float> work);

    /// <summary>
    /// Turns <paramref name="d"/> from the cotangent of the state after the step into that of the state before, given what <see cref="Step"/> left.
    /// Writes the cotangent of the projection, and what else the cell needs for its weights, to <paramref name="row"/>.
    /// </summary>
    internal abstract void StepBack(RecurrentStep step, ReadOnlySpan<float> next, ReadOnlySpan<float> work, Span<float> d, Span<float> row);

    /// <inheritdoc/>
    public sealed override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var count = MaskInput + (HasMask ? 1 : 0);
        if (inputs.Length != count) throw new ShapeException($"expected {count} inputs, found {inputs.Length}.");
        Shape zx = inputs[0], kernel = inputs[1];
        if (kernel.Rank != 2 || kernel[1] != Gates * kernel[0]) throw new ShapeException($"expected a recurrent kernel [units, {Gates} units], found {kernel}.");
        if (zx.Rank != 3 || zx[2] != kernel[1]) throw new ShapeException($"expected projections [batch, steps, {kernel[1]}], found {zx}.");
        if (TakesBias) Expect("a recurrent bias", inputs[2], [kernel[1]]);
        for (var i = StateInput; i < MaskInput; i++) Expect("an initial state", inputs[i], [zx[0], kernel[0]]);
        if (HasMask) Expect("a mask", inputs[MaskInput], zx[..2]);
        return zx.With(2, States * kernel[0]);
    }

    /// <inheritdoc/>
    public sealed override void Forward(ForwardContext context)
    {
        var sequences = new RecurrentInputs(this, context, 0);
        var y = context.Output;
        int steps = y.Shape[1], state = y.Shape[2], work = Work * sequences.Units;
        context.Pool.For(y.Shape[0], n =>
        {
            var own = context.Scratch.Span.Slice(n * (state + work), state + work);
            ReadOnlySpan<float> previous = own[..state];
            sequences.CopyInitialState(n, own[..state]);
            for (var t = 0; t < steps; t++)
            {
                var next = y.Span.Slice((n * steps + t) * state, state);
                if (sequences.IsMasked(n, t)) previous.CopyTo(next);
                else Step(sequences.Step(n, t, previous), next, own[state..]);
                previous = next;
            }
        });
    }

    /// <inheritdoc/>
    public sealed override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => (long)output[0] * (States + Work) * inputs[1][0];

    /// <inheritdoc/>
    public sealed override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 2 * inputs[0].Count * inputs[1][0];

    /// <summary>Back-propagation through time; the cotangents of the weights are products of all steps at once.</summary>
    public sealed override void Backward(BackwardScope scope)
    {
        var rows = scope.Call(new RecurrentGradient(this), [scope.Node, scope.Cotangent, .. scope.Node.Inputs]);
        var steps = scope.Node.Shape[1];
        var units = scope.Input(1).Shape[0];
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Slice([0, 0, 0], [-1, steps, Gates * units]), rows));
        if (scope.Wants(1)) scope.Set(1, KernelCotangent(scope, rows));
        if (TakesBias && scope.Wants(2)) scope.Set(2, BiasCotangent(scope, rows));
        for (var i = 0; StateInput + i < MaskInput; i++)
            if (scope.Wants(StateInput + i))
                scope.Set(StateInput + i, scope.Call(new Reshape(Ints.Create(scope.Input(StateInput + i).Shape.Span)), scope.Call(new Slice([0, steps, i * units], [-1, 1, units]), rows)));
    }

    /// <summary>dR = sum over steps of h[t-1] transposed dz[t].</summary>
    private protected virtual Node KernelCotangent(BackwardScope scope, Node rows) =>
        scope.Call(new MatMul(TransposeA: true), PreviousOutputs(scope), Columns(scope, rows, 0, Gates));

    private protected virtual Node BiasCotangent(BackwardScope scope, Node rows) => throw new NotDifferentiableException(scope.Node, "has no recurrent bias");

    /// <summary>h[t-1] of every sequence and step, as rows.</summary>
    private protected Node PreviousOutputs(BackwardScope scope)
    {
        int steps = scope.Node.Shape[1], units = scope.Input(1).Shape[0];
        var outputs = scope.Call(new Slice([0, 0, 0], [-1, -1, units]), scope.Node);
        var previous = scope.Call(new Slice([0, 0, 0], [-1, steps, -1]), scope.Call(new Pad([0, 1, 0], [0, 0, 0]), outputs));
        if (HasInitialState)
        {
            var first = scope.Call(new Reshape([-1, 1, units]), scope.Input(StateInput));
            previous = scope.Call(new Add(), previous, scope.Call(new Pad([0, 0, 0], [0, steps - 1, 0]), first));
        }
        return scope.Call(new Reshape([-1, units]), previous);
    }

    /// <summary>Some blocks of units of every sequence and step, as rows.</summary>
    private protected static Node Columns(BackwardScope scope, Node rows, int block, int count)
    {
        int steps = scope.Node.Shape[1], units = scope.Input(1).Shape[0];
        return scope.Call(new Reshape([-1, count * units]), scope.Call(new Slice([0, 0, block * units], [-1, steps, count * units]), rows));
    }

    private static void Expect(string what, Shape found, Shape expected)
    {
        var fits = found.Rank == expected.Rank;
        for (var axis = 0; fits && axis < found.Rank; axis++)
            fits = found[axis] == expected[axis] || found[axis] == Shape.Unknown || expected[axis] == Shape.Unknown;
        if (!fits) throw new ShapeException($"expected {what} {expected}, found {found}.");
    }
}
