namespace TfExplain.Models.Keras.Writing;

/// <summary>What Keras 2 calls the variables of its optimisers: short names, <c>m</c> and <c>v</c> for what Keras 3 calls momentum and velocity.</summary>
internal static class SlotNames
{
    public static string Keras2(string optimizer, string name) => (optimizer, name) switch
    {
        ("SGD" or "Adam" or "AdamW" or "Nadam" or "Adamax" or "Lion", "momentum") => "m",
        ("Adam" or "AdamW" or "Nadam", "velocity") => "v",
        ("Adam" or "AdamW", "velocity_hat") => "vhat",
        ("Adamax", "norm") => "u",
        _ => name,
    };
}
