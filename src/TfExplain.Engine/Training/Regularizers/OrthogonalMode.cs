namespace TfExplain.Training.Regularizers;

/// <summary>What an <see cref="OrthogonalRegularizer"/> makes orthogonal.</summary>
public enum OrthogonalMode
{
    /// <summary>The rows of the matrix.</summary>
    Rows,

    /// <summary>The columns.</summary>
    Columns,
}
