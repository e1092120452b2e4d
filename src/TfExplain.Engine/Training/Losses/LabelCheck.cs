using TfExplain.Engine;

namespace TfExplain.Training.Losses;

/// <summary>What is wrong with labels, in words.</summary>
internal static class LabelCheck
{
    /// <summary>Whether two shapes are the same where both are known.</summary>
    public static bool Fits(Shape a, Shape b)
    {
        if (a.Rank != b.Rank) return false;
        for (var axis = 0; axis < a.Rank; axis++)
            if (a[axis] != b[axis] && a[axis] != Shape.Unknown && b[axis] != Shape.Unknown) return false;
        return true;
    }

    /// <summary>Labels must have the predictions' shape; a last axis of one element may be missing.</summary>
    public static void SameShape(Loss loss, Shape yTrue, Shape yPred)
    {
        if (!Fits(yTrue, yPred) && !(yPred.Rank > 0 && yPred[^1] == 1 && Fits(yTrue, yPred[..^1]))) throw Mismatch(loss, yTrue, yPred, s => new ArgumentException(s));
    }

    public static Exception Mismatch(Loss loss, Shape yTrue, Shape yPred, Func<string, Exception> make)
    {
        var looksSparse = yPred.Rank > 0 && yPred[^1] != 1 && (Fits(yTrue, yPred[..^1]) || Fits(yTrue, yPred.With(-1, 1)));
        var hint = looksSparse && loss is CategoricalCrossentropy or CategoricalFocalCrossentropy or BinaryCrossentropy or BinaryFocalCrossentropy or CategoricalHinge or KLDivergence
            ? " The labels look like class indices; use SparseCategoricalCrossentropy, or one-hot labels."
            : " Labels and predictions must have the same shape.";
        return make($"{loss.GetType().Name} got labels of shape {yTrue} for predictions of shape {yPred}.{hint}");
    }

    /// <summary>Every label is a number from low to high.</summary>
    public static void Range(Loss loss, ReadOnlySpan<float> yTrue, Shape shape, float low, float high, string expected)
    {
        var perSample = PerSample(yTrue, shape);
        for (var i = 0; i < yTrue.Length; i++)
            if (!(yTrue[i] >= low && yTrue[i] <= high) || !float.IsFinite(yTrue[i]))
                throw new ArgumentException($"{loss.GetType().Name} takes labels that are {expected}; sample {i / perSample}{Place(i, perSample)} has {yTrue[i]}.");
    }

    /// <summary>Every label is the number of a class, or the one to be ignored.</summary>
    public static void Classes(Loss loss, ReadOnlySpan<float> yTrue, Shape shape, int classes, int? ignored)
    {
        var perSample = PerSample(yTrue, shape);
        for (var i = 0; i < yTrue.Length; i++)
            if (!(yTrue[i] >= 0 && yTrue[i] < classes && yTrue[i] == MathF.Floor(yTrue[i])) && yTrue[i] != ignored)
                throw new ArgumentException($"{loss.GetType().Name} takes class numbers from 0 to {classes - 1}, as the predictions have {classes} classes; sample {i / perSample}{Place(i, perSample)} has the label {yTrue[i]}."
                    + (yTrue[i] == classes ? " Do the labels count from 1?" : ""));
    }

    private static int PerSample(ReadOnlySpan<float> yTrue, Shape shape) => shape.Rank == 0 || shape[0] <= 0 ? Math.Max(1, yTrue.Length) : Math.Max(1, yTrue.Length / shape[0]);

    private static string Place(int i, int perSample) => perSample > 1 ? $" (element {i % perSample})" : "";
}
