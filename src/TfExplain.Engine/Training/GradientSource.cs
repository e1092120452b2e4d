namespace TfExplain.Training;

/// <summary>
/// The gradient of a weight by its place in the list that the optimiser was started with, in the weight's order; empty if the loss does not depend on it.
/// Called several times a step, from several threads at once.
/// </summary>
public delegate ReadOnlySpan<float> GradientSource(int parameter);
