namespace TfExplain.Engine;

/// <summary>Shapes that an operation cannot work with; the message says what it expected and what it found.</summary>
public sealed class ShapeException(string message) : Exception(message);
