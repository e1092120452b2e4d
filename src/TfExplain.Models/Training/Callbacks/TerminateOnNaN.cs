namespace TfExplain.Training;

/// <summary>Ends the training quietly when the loss is no number; without this callback <c>Fit</c> throws. The weights are those before that step.</summary>
public sealed class TerminateOnNaN : Callback;
