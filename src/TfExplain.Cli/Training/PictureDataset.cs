using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>Pictures as <c>explain</c> would give them to the network: the same crop, size and numbers.</summary>
internal sealed class PictureDataset(TrainingPart part, Preprocessing preprocessing, Shape shape) : Dataset
{
    public override int Count => part.Samples.Count;

    public override Shape InputShape => shape;

    public override Shape TargetShape => [];

    public override string Name(int index) => part.Samples.Name(index);

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        try
        {
            preprocessing.Apply(part.Picture!(index), shape[0], shape[1], shape[2], "").Values.Span.CopyTo(input);
        }
        catch (Exception e) when (e is ImageFormatException or UnauthorizedAccessException)
        {
            throw new DatasetException(e.Message, e);
        }
        target[0] = part.Labels[index];
    }
}
