using TfExplain.Engine;
using TfExplain.Models.Keras;

namespace TfExplain.Training;

/// <summary>Everything besides the weights that training needs to go on as if it had never stopped. Values are kept bit for bit in files.</summary>
public sealed partial class TrainingState
{
    /// <summary>The optimiser, loss and metrics in Keras's form (<c>compile_config</c>), as JSON.</summary>
    public string? CompileConfig { get; set; }

    /// <summary>The optimiser's variables in Keras's order of creation, without the step count and the rate, which are <see cref="Iterations"/> and <see cref="LearningRate"/>.</summary>
    public IReadOnlyList<OptimizerVariable> OptimizerVariables { get; set; } = [];

    /// <summary>The steps taken.</summary>
    public long Iterations { get; set; }

    /// <summary>The rate of the latest step.</summary>
    public float LearningRate { get; set; }

    /// <summary>Numbers by name: the epoch, the place in it, what callbacks remember.</summary>
    public SortedDictionary<string, double> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>Double-precision arrays by name: sums of metrics, weights that callbacks remember.</summary>
    public SortedDictionary<string, double[]> Arrays { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads the training state of a model file (<c>.keras</c>, <c>.h5</c>, <c>.weights.h5</c>); null where it holds none. Of a file that Keras wrote, the optimiser's
    /// variables carry the names that Keras 2 gave them; Keras 3 only numbers them.
    /// </summary>
    /// <exception cref="ModelFormatException">The file is damaged or of another format.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TrainingState? Read(string path) => TrainingStateReader.Read(path);
}

/// <summary>One variable of an optimiser.</summary>
/// <param name="Name">What it is, e.g. <c>momentum</c>.</param>
/// <param name="Path">The weight it belongs to, e.g. <c>conv1/kernel</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Values">The values in row-major order.</param>
public sealed record OptimizerVariable(string Name, string Path, Shape Shape, float[] Values);
