using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Combines its inputs from left to right with one operation; inputs broadcast.</summary>
internal sealed record Merge(Func<Operation> Combine, bool Average = false) : Layer
{
    public static Operation Add() => new Engine.Operations.Add();

    public static Operation Subtract() => new Engine.Operations.Subtract();

    public static Operation Multiply() => new Engine.Operations.Multiply();

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var y = call.Input;
        foreach (var other in call.Inputs.Skip(1)) y = call.Apply(Combine(), y, other.Value);
        return [Average ? call.Apply(new Engine.Operations.Multiply(), y, call.Constant(1f / call.Inputs.Count)) : y];
    }
}
