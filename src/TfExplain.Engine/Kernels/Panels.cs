namespace TfExplain.Engine.Kernels;

/// <summary>
/// How the columns of a product are cut into panels of at most <c>tileColumns</c> vectors, of widths as even as can be.
/// Panels narrower than 64 columns form groups: rows once read into the first-level cache serve all panels of a group.
/// </summary>
internal readonly struct Panels
{
    /// <summary>Columns of a group at most.</summary>
    public const int GroupWidth = 64;

    private readonly int _columns;
    private readonly int _width;
    private readonly int _vectors;
    private readonly int _panelsOfGroup;

    public Panels(int columns, int vectorWidth, int tileColumns)
    {
        _columns = columns;
        _width = vectorWidth;
        _vectors = (columns + vectorWidth - 1) / vectorWidth;
        _panelsOfGroup = Math.Max(1, GroupWidth / (vectorWidth * tileColumns));
        Count = (_vectors + tileColumns - 1) / tileColumns;
    }

    public int Count { get; }

    public int Groups => (Count + _panelsOfGroup - 1) / _panelsOfGroup;

    /// <summary>All columns, rounded up to whole vectors.</summary>
    public int PaddedColumns => _vectors * _width;

    /// <summary>The first column of a panel; for the panel behind the last one, <see cref="PaddedColumns"/>.</summary>
    public int First(int panel) => (int)((long)_vectors * panel / Count) * _width;

    public int Vectors(int panel) => (First(panel + 1) - First(panel)) / _width;

    /// <summary>The first panel of a group; for the group behind the last one, <see cref="Count"/>.</summary>
    public int FirstOfGroup(int group) => Math.Min(group * _panelsOfGroup, Count);

    /// <summary>How many columns of the panel exist.</summary>
    public int Columns(int panel) => Math.Min(First(panel + 1), _columns) - First(panel);

    /// <summary>How many lanes of the panel's last vector exist.</summary>
    public int LastLanes(int panel) => Columns(panel) - (Vectors(panel) - 1) * _width;
}
