namespace TfExplain.Engine.Execution;

/// <summary>An operation that can clip its result to [0, max] as it stores it.</summary>
internal interface IClampable
{
    /// <summary>The same operation with the clip, or null if it clips already.</summary>
    Operation? Clamp(float max);
}
