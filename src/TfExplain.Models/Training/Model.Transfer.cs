using TfExplain.Models.Keras;
using TfExplain.Training;

namespace TfExplain;

/// <content>Transfer learning.</content>
public sealed partial class Model
{
    /// <summary>
    /// Lets training change a layer's weights, or keeps it from doing so; of a nested model, all in it. What lies in a frozen model can be freed by itself. A frozen batch normalisation keeps its moving statistics and uses
    /// them. Compile again afterwards: what the optimiser remembered is dropped.
    /// </summary>
    /// <param name="layer">The layer's name, <c>backbone</c> or <c>backbone/conv1</c>; all layers if empty.</param>
    /// <param name="trainable">Whether training may change it.</param>
    /// <exception cref="ArgumentException">There is no such layer; the message suggests the nearest.</exception>
    /// <exception cref="InvalidOperationException">The model was not built from an architecture.</exception>
    public void SetTrainable(string layer, bool trainable)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var source = Source ?? throw new InvalidOperationException($"The model '{Name}' was not built from an architecture; only such a model can be trained.");
        Source = source with { Stored = ArchitectureEdit.WithTrainable(source.Stored, layer, trainable) };
        // Building the graph once more tells every weight whether it is trainable.
        KerasGraph.Build(Source.Stored, Source.Options, Source.Weights);
        DropTrainer();
        _compiled = null;
    }

    /// <summary>
    /// A new model that ends with the output of a layer of this one, with copies of the weights: a backbone without its head. Put a new head behind it with
    /// <see cref="Layers.AsLayer"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such layer, or it lies inside of a nested model.</exception>
    /// <exception cref="InvalidOperationException">The model was not built from an architecture.</exception>
    public Model UpTo(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var source = Source ?? throw new InvalidOperationException($"The model '{Name}' was not built from an architecture; it cannot be cut.");
        var cut = KerasFile.FromStored(ArchitectureEdit.UpTo(source.Stored, layer), source.Options);
        var mine = Parameters.ToDictionary(p => p.Name);
        foreach (var parameter in cut.Parameters) parameter.Set(mine[parameter.Name].Values);
        return cut;
    }
}
