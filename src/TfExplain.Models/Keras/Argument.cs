using System.Collections.Immutable;
using System.Text.Json;

namespace TfExplain.Models.Keras;

/// <summary>One argument of a layer call as the model file stores it: a tensor, a list of arguments, or a plain value.</summary>
public abstract record Argument
{
    /// <summary>All tensors inside, in order.</summary>
    public IEnumerable<KerasTensor> Tensors => this switch
    {
        OfTensor tensor => [tensor.Tensor],
        OfList list => list.Items.SelectMany(item => item.Tensors),
        _ => [],
    };

    /// <summary>A value that another layer computed.</summary>
    public sealed record OfTensor(KerasTensor Tensor) : Argument;

    /// <summary>A list or tuple.</summary>
    public sealed record OfList(ImmutableArray<Argument> Items) : Argument;

    /// <summary>A number, text, truth value, null or array of numbers.</summary>
    public sealed record OfJson(JsonElement Value) : Argument;
}
