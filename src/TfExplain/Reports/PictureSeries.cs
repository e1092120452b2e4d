using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>Where the pictures of a step lie; they are read when it is known which are shown.</summary>
internal sealed record PictureFrame(string File, long Offset, int Place, long Step, int Width, int Height, int Count, long Bytes);

/// <summary>Pictures.</summary>
internal sealed class PictureSeries : Series
{
    private readonly List<PictureFrame> _frames = [];

    public override void Add(ValueEvent value, int place)
    {
        if (value.ImageSize is not { } size) return;
        var (count, bytes) = (0, 0L);
        foreach (var picture in value.Pictures) (count, bytes) = (count + 1, bytes + picture.Length);
        if (count > 0) _frames.Add(new(value.File, value.Offset, place, value.Step, size.Width, size.Height, count, bytes));
    }

    /// <summary>The frames in order.</summary>
    public List<PictureFrame> Frames()
    {
        var frames = Ordered(_frames, f => f.Step);
        Total = frames.Count;
        return frames;
    }
}
