using System.Numerics.Tensors;
using System.Text.Json;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Tests;

/// <summary>A case of tests/fixtures/tf-explain: what the released library computed and drew.</summary>
public sealed class LibraryCase : IDisposable
{
    private static readonly JsonDocument Cases = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("tf-explain", "cases.json")));
    private static readonly Dictionary<string, Model> Models = [];
    private readonly NpzArchive _arrays;

    public LibraryCase(string id)
    {
        Facts = Cases.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        _arrays = NpzArchive.Open(Fixtures.Path("tf-explain", Facts.GetProperty("arrays").GetString()!));
        Model = Load(Facts.GetProperty("model").GetString()!);
        var x = this["x"];
        var images = ImageBatch.Of(Tensor.Create(x.ToSingles(), [.. x.Shape.Select(e => (nint)e)]));
        // Bytes are what a photograph is without preprocessing.
        Images = x.ElementType != typeof(byte) ? images : new(images.Select(i =>
            Preprocessing.None.FromPicture(new Image(i.Shape[1], i.Shape[0], i.Shape[2], [.. i.Values.ToArray().Select(v => (byte)v)]), i.Shape[2], i.Name)));
    }

    public JsonElement Facts { get; }

    public Model Model { get; }

    public ImageBatch Images { get; }

    public Target Target => Target.Class(Parameter("class_index")!.Value.GetInt32());

    public double Tolerance => Math.Max(1e-5, 10 * (Facts.GetProperty("gap").ValueKind == JsonValueKind.Null ? 0 : Facts.GetProperty("gap").GetDouble()));

    public NpyArray this[string name] => _arrays[name];

    public static TheoryData<string> Of(string explainer) =>
        [.. Cases.RootElement.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("explainer").GetString() == explainer).Select(c => c.GetProperty("id").GetString()!)];

    public JsonElement? Parameter(string name) => Facts.GetProperty("parameters").TryGetProperty(name, out var value) ? value : null;

    public void Dispose() => _arrays.Dispose();

    private static Model Load(string file)
    {
        lock (Models) return Models.TryGetValue(file, out var model) ? model : Models[file] = Model.Load(Fixtures.Path("tf-explain", file));
    }
}
