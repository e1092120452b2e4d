namespace TfExplain.Engine.Operations;

/// <summary>Marks element-wise non-linear operations for backward rules.</summary>
public interface IActivation
{
    /// <summary>Whether guided back-propagation and deconvnet gate the cotangent here.</summary>
    bool IsRectifier { get; }
}
