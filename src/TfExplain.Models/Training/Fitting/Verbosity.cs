namespace TfExplain.Training;

/// <summary>What <c>Fit</c> prints.</summary>
public enum Verbosity
{
    /// <summary>A moving bar where the output is a terminal, else one line per epoch.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>A bar that moves with the steps.</summary>
    Bar,

    /// <summary>One line per epoch.</summary>
    Lines,
}
