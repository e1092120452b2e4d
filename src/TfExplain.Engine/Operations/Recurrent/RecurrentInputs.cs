using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>The inputs of a <see cref="Recurrent"/> operation, which begin at input <paramref name="first"/> of the context.</summary>
internal sealed class RecurrentInputs(Recurrent operation, ForwardContext context, int first)
{
    public int Units { get; } = context.Input(first + 1).Shape[0];

    private int Steps { get; } = context.Input(first).Shape[1];

    public bool IsMasked(int n, int t) => operation.HasMask && context.Input(first + operation.MaskInput).Span[n * Steps + t] == 0;

    /// <summary>The states before the first step, one after the other; zero where none are given.</summary>
    public void CopyInitialState(int n, Span<float> state)
    {
        state.Clear();
        for (var i = operation.StateInput; i < operation.MaskInput; i++)
            context.Input(first + i).Span.Slice(n * Units, Units).CopyTo(state[((i - operation.StateInput) * Units)..]);
    }

    public RecurrentStep Step(int n, int t, ReadOnlySpan<float> previous)
    {
        ReadOnlySpan<float> kernel = context.Input(first + 1).Span, bias = operation.TakesBias ? context.Input(first + 2).Span : [];
        var width = operation.Gates * Units;
        return new(kernel, bias, context.Input(first).Span.Slice((n * Steps + t) * width, width), previous, Units);
    }
}
