using System.Numerics.Tensors;
using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>Looks at a batch before a network sees it: what is wrong with a sample is said with the sample's name.</summary>
internal static class BatchCheck
{
    /// <summary>Throws unless all inputs are finite and all targets suit the loss.</summary>
    /// <exception cref="ArgumentException">One does not; the message names its sample.</exception>
    public static void Run(BatchLoader loader, in Batch batch, Loss loss, Shape target, Shape output)
    {
        // Activations such as max(x, 0) let NaN vanish, so that the loss does not tell.
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude(batch.Inputs)))
        {
            var wrong = batch.Inputs.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            var size = batch.Inputs.Length / batch.Count;
            throw new ArgumentException($"{loader.Name(batch, wrong / size)}: the input holds {batch.Inputs[wrong]} at element {wrong % size}; inputs must be finite. Clean the data.");
        }
        try
        {
            loss.Check(batch.Targets, target.With(0, batch.Count), output.With(0, batch.Count));
        }
        catch (ArgumentException) when (batch.Count > 1)
        {
            var size = batch.Targets.Length / batch.Count;
            for (var i = 0; i < batch.Count; i++) CheckOne(loader.Name(batch, i), loss, batch.Targets.Slice(i * size, size), target.With(0, 1), output.With(0, 1));
            throw;
        }
    }

    private static void CheckOne(string name, Loss loss, ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        try
        {
            loss.Check(targets, target, output);
        }
        catch (ArgumentException e) when (e.Message.Contains("sample 0", StringComparison.Ordinal))
        {
            throw new ArgumentException($"{name}: {e.Message.Replace("sample 0", "this sample", StringComparison.Ordinal)}", e);
        }
    }
}
