using System.Text.Json.Nodes;

namespace TfExplain.Training;

/// <summary>
/// An activation, initialiser, regulariser or constraint of a layer: a Keras name such as <c>relu</c>, <c>he_normal</c> or <c>l2</c>, a record such as
/// <c>new Regularizers.L2(1e-4f)</c>, or Keras's JSON form of it.
/// </summary>
public sealed class Setting
{
    private readonly JsonNode _stored;

    private Setting(JsonNode stored) => _stored = stored;

    /// <summary>A Keras name.</summary>
    public static implicit operator Setting(string name) => new(name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>Keras's form: a name, or class_name and config.</summary>
    public static implicit operator Setting(JsonNode stored) => new(stored ?? throw new ArgumentNullException(nameof(stored)));

    /// <summary>An initialiser.</summary>
    public static implicit operator Setting(Initializer initializer) => new((initializer ?? throw new ArgumentNullException(nameof(initializer))).Write());

    /// <summary>A regulariser.</summary>
    public static implicit operator Setting(Regularizer regularizer) => new((regularizer ?? throw new ArgumentNullException(nameof(regularizer))).Write());

    /// <summary>A constraint.</summary>
    public static implicit operator Setting(Constraint constraint) => new((constraint ?? throw new ArgumentNullException(nameof(constraint))).Write());

    /// <summary>The form as JSON.</summary>
    public override string ToString() => _stored.ToJsonString();

    internal JsonNode Stored => _stored.DeepClone();
}
