using TfExplain.Imaging.Arrays;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Pairs of IDX files, pictures and classes, as MNIST and its successors come in.</summary>
public static class Idx
{
    /// <summary>
    /// The pictures of one file, [N, H, W] or [N, H, W, C] bytes, with the classes of another one, [N] bytes. Inputs are [H, W, 1] or [H, W, C],
    /// targets class indices. The pictures stay bytes in memory and are scaled when they are read.
    /// </summary>
    /// <param name="imagesPath">The pictures, e.g. <c>train-images-idx3-ubyte.gz</c>.</param>
    /// <param name="labelsPath">The classes, e.g. <c>train-labels-idx1-ubyte.gz</c>.</param>
    /// <param name="scale">What a pixel 0..255 is multiplied by.</param>
    /// <param name="classNames">The classes by index, if they have names.</param>
    /// <exception cref="DatasetException">A file cannot be read, or the two do not belong together.</exception>
    public static Dataset Load(string imagesPath, string labelsPath, double scale = 1.0 / 255, IReadOnlyList<string>? classNames = null)
    {
        var images = IdxFile.Load(imagesPath);
        if (images.Data is not byte[] pixels || images.ElementType != typeof(byte) || images.Shape.Length is not (3 or 4))
            throw new DatasetException($"{imagesPath}: expected pictures, bytes [N,H,W] or [N,H,W,C]; found {images.ElementType.Name} [{string.Join(',', images.Shape)}].{Swapped(images)}");
        var labels = IdxFile.Load(labelsPath);
        if (labels.Data is not byte[] classes || labels.ElementType != typeof(byte) || labels.Shape.Length != 1)
            throw new DatasetException($"{labelsPath}: expected classes, bytes [N]; found {labels.ElementType.Name} [{string.Join(',', labels.Shape)}].{Swapped(labels)}");
        if (classes.Length != images.Shape[0]) throw new DatasetException($"{labelsPath}: expected a class for each of the {images.Shape[0]} pictures of {imagesPath}; found {classes.Length}.");
        var largest = classes.Length == 0 ? (byte)0 : classes.Max();
        if (classNames is not null && largest >= classNames.Count) throw new DatasetException($"{labelsPath}: expected classes 0 to {classNames.Count - 1}; found {largest} at byte {8 + Array.IndexOf(classes, largest)}.");
        return new PixelDataset(pixels, PictureShape.Of(images.Shape, imagesPath), Array.ConvertAll(classes, c => (float)c), [], scale, classNames);
    }

    private static string Swapped(NpyArray array) => array.Shape.Length is 1 or 3 ? " Are the two files swapped?" : "";
}
