using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>The shape of one picture of an array [N, H, W] or [N, H, W, C].</summary>
internal static class PictureShape
{
    public static Shape Of(int[] shape, string name)
    {
        Shape picture = shape.Length == 3 ? [shape[1], shape[2], 1] : Shape.Create(shape.AsSpan(1));
        return picture.Count > 0 ? picture : throw new DatasetException($"{name}: expected pictures of a positive size; found {picture}.");
    }
}
