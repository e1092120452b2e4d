using TfExplain.Imaging;
using TfExplain.Imaging.Resampling;

namespace TfExplain;

/// <summary>Draws maps.</summary>
internal static class Renderer
{
    public static Image Draw(Attribution map, ModelImage image, RenderOptions options) =>
        options.Channels == ChannelReduction.Tiles ? DrawTiles(map, options) : DrawMap(map, image, options);

    /// <summary>The map's numbers with one per pixel.</summary>
    public static float[] Reduce(Attribution map, ChannelReduction how)
    {
        var channels = map.Shape[2];
        var values = map.Values.Span;
        var reduced = new float[values.Length / channels];
        for (var p = 0; p < reduced.Length; p++)
        {
            double sum = 0;
            for (var c = 0; c < channels; c++) sum += how == ChannelReduction.Sum ? values[p * channels + c] : Math.Abs(values[p * channels + c]);
            reduced[p] = (float)sum;
        }
        return reduced;
    }

    private static Image DrawMap(Attribution map, ModelImage image, RenderOptions options)
    {
        int height = image.Shape[0], width = image.Shape[1];
        var values = TensorFlow.Bilinear().Resize(Reduce(map, options.Channels), map.Shape[0], map.Shape[1], 1, height, width);
        var picture = options.ColorMap.Apply(Scale(values, options), width, height);
        if (options.ImageWeight <= 0 || image.Picture is not { } photograph) return picture;
        var rgb = photograph.ToRgb();
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)MathF.Round(options.ImageWeight * rgb.Pixels[i] + (1 - options.ImageWeight) * picture.Pixels[i]);
        return picture;
    }

    private static Image DrawTiles(Attribution map, RenderOptions options)
    {
        int height = map.Shape[0], width = map.Shape[1], channels = map.Shape[2];
        var count = Math.Min(channels, options.MaxTiles);
        var columns = height == 1 && width == 1 ? count : (int)Math.Ceiling(Math.Sqrt(count));
        var rows = (count + columns - 1) / columns;
        // Small maps are enlarged by whole factors, so that a value stays a square.
        var zoom = Math.Max(1, 224 / (rows * (height + 1)));
        int tileHeight = height * zoom, tileWidth = width * zoom;
        var levels = options.ColorMap.Apply(Scale(map.Values.Span, options), channels, height * width);
        var picture = new Image(columns * (tileWidth + 1) + 1, rows * (tileHeight + 1) + 1, 3);
        for (var tile = 0; tile < count; tile++)
        {
            int top = tile / columns * (tileHeight + 1) + 1, left = tile % columns * (tileWidth + 1) + 1;
            for (var y = 0; y < tileHeight; y++)
                for (var x = 0; x < tileWidth; x++)
                    levels.Pixels.AsSpan(((y / zoom * width + x / zoom) * channels + tile) * 3, 3).CopyTo(picture.Row(top + y).Slice((left + x) * 3));
        }
        return picture;
    }

    /// <summary>The numbers as positions in the colour map, [0, 1]; a map of zeros lies at zero's place.</summary>
    private static float[] Scale(ReadOnlySpan<float> values, RenderOptions options)
    {
        var scaled = new float[values.Length];
        var (low, high) = (0f, 0f);
        if (options.Scaling == Scaling.MinMax)
        {
            (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var value in values) (low, high) = (MathF.Min(low, value), MathF.Max(high, value));
        }
        else
        {
            high = options.Reach ?? Reach(values, options);
            low = options.Scaling == Scaling.Symmetric ? -high : 0;
        }
        if (high <= low)
        {
            Array.Fill(scaled, options.Scaling == Scaling.Symmetric ? 0.5f : 0);
            return scaled;
        }
        for (var i = 0; i < scaled.Length; i++) scaled[i] = Math.Clamp((values[i] - low) / (high - low), 0, 1);
        return scaled;
    }

    private static float Reach(ReadOnlySpan<float> values, RenderOptions options)
    {
        var magnitudes = new float[values.Length];
        for (var i = 0; i < magnitudes.Length; i++) magnitudes[i] = options.Scaling == Scaling.Positive ? MathF.Max(0, values[i]) : MathF.Abs(values[i]);
        Array.Sort(magnitudes);
        var reach = magnitudes[(int)Math.Min(magnitudes.Length - 1, Math.Round(options.Percentile / 100 * (magnitudes.Length - 1)))];
        // Where fewer pixels than the percentile leaves out are not zero, the largest ends the scale.
        return reach > 0 ? reach : magnitudes[^1];
    }
}
