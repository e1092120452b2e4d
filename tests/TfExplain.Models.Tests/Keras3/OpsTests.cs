using System.Numerics.Tensors;

namespace TfExplain.Models.Tests.Keras3;

/// <summary>keras.ops nodes against NumPy's definitions, worked out by hand.</summary>
public class OpsTests
{
    // x = [[0, 1, 2], [3, 4, 5]] per image.
    private static readonly float[] s_x = [0, 1, 2, 3, 4, 5];

    [Theory]
    [InlineData("Sum", "numpy", """{"axis":1,"keepdims":false}""", new float[] { 3, 5, 7 })]
    [InlineData("Var", "numpy", """{"axis":[2],"keepdims":false}""", new[] { 2f / 3, 2f / 3 })]
    [InlineData("Prod", "numpy", """{"axis":-1}""", new float[] { 0, 60 })]
    [InlineData("Any", "numpy", """{"axis":2}""", new float[] { 1, 1 })]
    [InlineData("All", "numpy", """{"axis":2}""", new float[] { 0, 1 })]
    [InlineData("Logsumexp", "math", """{"axis":2}""", new[] { 2.407606f, 5.407606f })]
    [InlineData("Norm", "linalg", """{"axis":2}""", new[] { 2.236068f, 7.071068f })]
    [InlineData("Flip", "numpy", """{"axis":2}""", new float[] { 2, 1, 0, 5, 4, 3 })]
    [InlineData("Roll", "numpy", """{"shift":1,"axis":2}""", new float[] { 2, 0, 1, 5, 3, 4 })]
    [InlineData("Repeat", "numpy", """{"repeats":2,"axis":1}""", new float[] { 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5 })]
    [InlineData("Tile", "numpy", """{"repeats":[1,1,2]}""", new float[] { 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5 })]
    [InlineData("Swapaxes", "numpy", """{"axis1":1,"axis2":-1}""", new float[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData("Moveaxis", "numpy", """{"source":2,"destination":1}""", new float[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData("Clip", "numpy", """{"x_min":1,"x_max":4}""", new float[] { 1, 1, 2, 3, 4, 4 })]
    [InlineData("Clip", "numpy", """{"x_min":3,"x_max":Infinity}""", new float[] { 3, 3, 3, 3, 4, 5 })]
    [InlineData("Cast", "core", """{"dtype":"bool"}""", new float[] { 0, 1, 1, 1, 1, 1 })]
    [InlineData("Exp2", "numpy", "{}", new float[] { 1, 2, 4, 8, 16, 32 })]
    [InlineData("OnesLike", "numpy", "{}", new float[] { 1, 1, 1, 1, 1, 1 })]
    [InlineData("Normalize", "nn", """{"axis":-1,"order":2}""", new[] { 0, 0.4472136f, 0.8944272f, 0.4242641f, 0.5656854f, 0.7071068f })]
    [InlineData("Split", "numpy", """{"indices_or_sections":[1],"axis":2}""", new float[] { 0, 3 })]
    [InlineData("Unstack", "core", """{"axis":1}""", new float[] { 0, 1, 2 })]
    public void A_function_of_one_value(string className, string module, string config, float[] expected) => Evaluate(className, module, config, "").ShouldBe(expected, 1e-5);

    [Theory]
    [InlineData("FloorDivide", "2", new float[] { 0, 0, 1, 1, 2, 2 })]
    [InlineData("Mod", "2", new float[] { 0, 1, 0, 1, 0, 1 })]
    [InlineData("Power", "3", new float[] { 0, 1, 8, 27, 64, 125 })]
    [InlineData("Maximum", "[1,2,3]", new float[] { 1, 2, 3, 3, 4, 5 })]
    [InlineData("GreaterEqual", "3", new float[] { 0, 0, 0, 1, 1, 1 })]
    [InlineData("Matmul", """{"class_name":"__numpy__","config":{"value":[[1],[0],[2]],"dtype":"float32"}}""", new float[] { 4, 13 })]
    public void A_function_of_a_value_and_a_fixed_one(string className, string operand, float[] expected) => Evaluate(className, "numpy", "{}", operand).ShouldBe(expected, 1e-5);

    [Theory]
    [InlineData("""[{"class_name":"__ellipsis__","config":{}},-1]""", new float[] { 2, 5 })]
    [InlineData("""[{"class_name":"__slice__","config":{"start":null,"stop":null,"step":null}},1]""", new float[] { 3, 4, 5 })]
    [InlineData("""[{"class_name":"__slice__","config":{"start":null,"stop":null,"step":null}},0,{"class_name":"__slice__","config":{"start":null,"stop":null,"step":-1}}]""", new float[] { 2, 1, 0 })]
    [InlineData("""[{"class_name":"__slice__","config":{"start":null,"stop":null,"step":null}},0,{"class_name":"__slice__","config":{"start":2,"stop":null,"step":-2}}]""", new float[] { 2, 0 })]
    [InlineData("""[{"class_name":"__slice__","config":{"start":null,"stop":null,"step":null}},0,{"class_name":"__slice__","config":{"start":-2,"stop":99,"step":1}}]""", new float[] { 1, 2 })]
    [InlineData("""[{"class_name":"__slice__","config":{"start":null,"stop":null,"step":null}},0,{"class_name":"__slice__","config":{"start":0,"stop":-1,"step":2}}]""", new float[] { 0 })]
    public void An_index(string key, float[] expected) => Evaluate("GetItem", "numpy", "{}", key).ShouldBe(expected, 1e-6);

    private static float[] Evaluate(string className, string module, string config, string operand)
    {
        var node = $$$"""{"module":"keras.src.ops.{{{module}}}","class_name":"{{{className}}}","config":{{{config}}},"name":"op","inbound_nodes":[{"args":[{"class_name":"__keras_tensor__","config":{"shape":[null,2,3],"keras_history":["x",0,0]}}{{{(operand.Length > 0 ? "," + operand : "")}}}],"kwargs":{}}]}""";
        using var model = Model.FromConfig($$$"""{"class_name":"Functional","config":{"name":"m","layers":[{"class_name":"InputLayer","name":"x","config":{"name":"x","batch_shape":[null,2,3]},"inbound_nodes":[]},{{{node}}}],"input_layers":["x",0,0],"output_layers":["op",0,0]}}""");
        var y = model.Predict(Tensor.Create(s_x, [1, 2, 3]));
        var values = new float[y.FlattenedLength];
        y.FlattenTo(values);
        return values;
    }
}
