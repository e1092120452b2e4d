using System.Numerics.Tensors;

namespace TfExplain.Models.Tests.Keras;

/// <summary>Steps that a mask leaves out must not change what the others give.</summary>
public class MaskTests
{
    private const int Steps = 4;
    private const int Channels = 3;

    [Theory]
    [InlineData("""{"class_name": "LSTM", "config": {"name": "layer", "units": 2}}""")]
    [InlineData("""{"class_name": "LSTM", "config": {"name": "layer", "units": 2, "go_backwards": true}}""")]
    [InlineData("""{"class_name": "LSTM", "config": {"name": "layer", "units": 2, "return_sequences": true}}""")]
    [InlineData("""{"class_name": "GRU", "config": {"name": "layer", "units": 2, "reset_after": true}}""")]
    [InlineData("""{"class_name": "GRU", "config": {"name": "layer", "units": 2, "reset_after": false}}""")]
    [InlineData("""{"class_name": "SimpleRNN", "config": {"name": "layer", "units": 2}}""")]
    [InlineData("""{"class_name": "RNN", "config": {"name": "layer", "cell": {"class_name": "StackedRNNCells", "config": {"cells": [{"class_name": "GRUCell", "config": {"units": 2}}, {"class_name": "LSTMCell", "config": {"units": 5}}]}}}}""")]
    [InlineData("""{"class_name": "Bidirectional", "config": {"name": "layer", "merge_mode": "concat", "layer": {"class_name": "LSTM", "config": {"units": 2}}}}""")]
    [InlineData("""{"class_name": "Bidirectional", "config": {"name": "layer", "merge_mode": "sum", "layer": {"class_name": "GRU", "config": {"units": 2, "return_sequences": true}}}}""")]
    [InlineData("""{"class_name": "TimeDistributed", "config": {"name": "layer", "layer": {"class_name": "Dense", "config": {"units": 2}}}}""")]
    [InlineData("""{"class_name": "Dense", "config": {"name": "layer", "units": 2, "activation": "softmax"}}""")]
    [InlineData("""{"class_name": "LayerNormalization", "config": {"name": "layer"}}""")]
    [InlineData("""{"class_name": "MultiHeadAttention", "config": {"name": "layer", "num_heads": 2, "key_dim": 3}}""", """{"value": ["mask", 0, 0]}""")]
    [InlineData("""{"class_name": "GroupQueryAttention", "config": {"name": "layer", "num_query_heads": 4, "num_key_value_heads": 2, "head_dim": 3}}""", """{"value": ["mask", 0, 0]}""")]
    [InlineData("""{"class_name": "Attention", "config": {"name": "layer"}}""", """{}], ["mask", 0, 0, {}""")]
    [InlineData("""{"class_name": "AdditiveAttention", "config": {"name": "layer"}}""", """{}], ["mask", 0, 0, {}""")]
    public void Padding_at_the_end_changes_nothing(string layer, string keywords = "{}")
    {
        using var model = Build(layer, keywords);
        var random = new Random(7);
        foreach (var parameter in model.Parameters)
            parameter.Update(values =>
            {
                foreach (ref var value in values) value = random.NextSingle() - 0.5f;
            });
        var x = new float[Steps * Channels];
        foreach (ref var value in x.AsSpan()) value = random.NextSingle() + 0.5f;

        var exact = model.Predict(Tensor.Create(x, [1, Steps, Channels])).ToArray();
        var padded = model.Predict(Tensor.Create([.. x, .. new float[2 * Channels]], [1, Steps + 2, Channels])).ToArray();

        exact.ShouldContain(v => v != 0);
        padded.Zip(exact, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-6f);
    }

    /// <summary>A masked input, the layer, and where it answers for every step the mean of those that count.</summary>
    private static Model Build(string layer, string keywords)
    {
        Model With(string outputs) => Model.FromConfig($$$"""
            {"class_name": "Functional", "config": {"name": "net", "layers": [
              {"class_name": "InputLayer", "name": "x", "config": {"name": "x", "batch_input_shape": [null, null, {{{Channels}}}]}, "inbound_nodes": []},
              {"class_name": "Masking", "name": "mask", "config": {"name": "mask", "mask_value": 0.0}, "inbound_nodes": [[["x", 0, 0, {}]]]},
              {{{layer[..^1]}}}, "name": "layer", "inbound_nodes": [[["mask", 0, 0, {{{keywords}}}]]]}
              {{{outputs}}}
            """);
        var plain = With("""], "input_layers": [["x", 0, 0]], "output_layers": [["layer", 0, 0]]}}""");
        if (plain.Outputs[0].Shape.Rank == 2) return plain;
        plain.Dispose();
        return With(""", {"class_name": "GlobalAveragePooling1D", "name": "mean", "config": {"name": "mean"}, "inbound_nodes": [[["layer", 0, 0, {}]]]}], "input_layers": [["x", 0, 0]], "output_layers": [["mean", 0, 0]]}}""");
    }
}
