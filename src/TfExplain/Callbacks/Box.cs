namespace TfExplain;

/// <summary>A rectangle of an image in pixels: where the thing is that a map should point at.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct Box(int Left, int Top, int Width, int Height);
