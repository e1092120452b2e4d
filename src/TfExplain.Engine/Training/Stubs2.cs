#pragma warning disable
namespace TfExplain.Training;
public abstract partial record Optimizer { public static Optimizer Of(string n) => throw new NotSupportedException(); }
public abstract partial record Loss { public static Loss Of(string n) => throw new NotSupportedException(); }
