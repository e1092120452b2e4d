using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>activation(einsum(equation, x, kernel) + b). Weights: kernel and bias with the extents of their labels.</summary>
internal sealed record EinsumDense(string Equation, string BiasAxes, Ints OutputShape, Keras.Activation Activation) : Layer
{
    public static EinsumDense Read(LayerConfig config)
    {
        var shape = config.Find("output_shape") is { ValueKind: System.Text.Json.JsonValueKind.Array } stored
            ? Ints.Create([.. stored.EnumerateArray().Select(e => e.ValueKind == System.Text.Json.JsonValueKind.Number ? e.GetInt32() : Shape.Unknown)])
            : config.Ints("output_shape", 1);
        var equation = config.String("equation").Replace(" ", "");
        if (equation.Split("->") is not [var left, _] || left.Split(',').Length != 2) throw config.Error($"the equation '{equation}' should read like 'ab,bc->ac'.");
        return new(equation, config.Find("bias_axes") is null ? "" : config.String("bias_axes"), shape, config.Activation("activation"));
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        var sides = Equation.Split("->");
        string inputs = sides[0].Split(',')[0], weights = sides[0].Split(',')[1], outputs = sides[1];
        int Extent(char label) => Find(inputs, label, x.Shape.Span) ?? Find(outputs, label, OutputShape.Span)
            ?? throw new ModelFormatException($"Layer '{call.Path}': the axis '{label}' of '{Equation}' has no known extent.");
        var kernel = call.Weight("kernel", [.. weights.Select(Extent)]);
        var y = Einsum.Of(Equation, x, kernel, (operation, operands) => call.Apply(operation, operands));
        if (BiasAxes.Length > 0)
        {
            var bias = call.Weight("bias", [.. outputs.Where(BiasAxes.Contains).Select(Extent)]);
            var first = outputs.IndexOfAny([.. BiasAxes]);
            int[] spread = [.. outputs[first..].Select(label => BiasAxes.Contains(label) ? Extent(label) : 1)];
            y = call.Apply(new Add(), y, spread.Length == bias.Shape.Rank ? bias : call.Apply(new Engine.Operations.Reshape(Ints.Create(spread)), bias));
        }
        return [new KerasTensor(Activation(call, y), call.Mask)];
    }

    /// <summary>The known extent of a label; behind an ellipsis, labels count from the last axis. The stored output shape lacks the batch axis.</summary>
    private static int? Find(string labels, char label, ReadOnlySpan<int> extents)
    {
        var index = labels.IndexOf(label);
        if (index < 0) return null;
        var dots = labels.IndexOf("...", StringComparison.Ordinal);
        var fromEnd = labels.Length - index;
        var axis = dots >= 0 && index < dots ? index : extents.Length - fromEnd;
        return axis >= 0 && axis < extents.Length && extents[axis] != Shape.Unknown ? extents[axis] : null;
    }
}
