namespace TfExplain.Engine;

/// <summary>A named weight: float32 values that a model file fills and that training may change.</summary>
public sealed class Parameter
{
    private NativeBuffer? _buffer;

    /// <summary>A weight without values yet.</summary>
    public Parameter(string name, Shape shape, bool trainable)
    {
        if (!shape.IsKnown) throw new ShapeException($"The weight '{name}' would have the shape {shape}, which is not known.");
        Name = name;
        Shape = shape;
        IsTrainable = trainable;
    }

    /// <summary>The name, e.g. <c>conv1/kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The name in the model file, e.g. <c>lstm/lstm_cell/kernel:0</c>; null before a file has filled the weight.</summary>
    public string? SourceName { get; set; }

    /// <summary>Whether training changes it by its gradient; false for moving statistics and for the weights of frozen layers.</summary>
    public bool IsTrainable { get; set; }

    /// <summary>Whether values have been set.</summary>
    public bool IsSet => _buffer is not null;

    /// <summary>Counts the changes of the values; what was computed from an older version is stale.</summary>
    public int Version { get; private set; }

    /// <summary>The values in row-major order.</summary>
    /// <exception cref="InvalidOperationException">No values have been set.</exception>
    public ReadOnlySpan<float> Values => View.Span;

    internal TensorView View => (_buffer ?? throw new InvalidOperationException($"The weight '{Name}' has no values.")).View(Shape);

    /// <summary>Lets <paramref name="write"/> change the values in place.</summary>
    public void Update(Action<Span<float>> write)
    {
        _buffer ??= new NativeBuffer(Shape.Count);
        write(View.Span);
        Version++;
    }

    /// <summary>The values to be changed in place, as <see cref="Update"/> does it but without a closure; counts as a change at once.</summary>
    /// <exception cref="InvalidOperationException">No values have been set.</exception>
    public Span<float> BeginUpdate()
    {
        var values = View.Span;
        Version++;
        return values;
    }

    /// <summary>Replaces the values.</summary>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.Count)
            throw new ArgumentException($"The weight '{Name}' of shape {Shape} takes {Shape.Count} values; {values.Length} were given.");
        _buffer ??= new NativeBuffer(Shape.Count);
        values.CopyTo(View.Span);
        Version++;
    }
}
