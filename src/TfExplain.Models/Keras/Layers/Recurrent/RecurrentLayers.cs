namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's recurrent layers and cells.</summary>
internal static class RecurrentLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["SimpleRNN"] = c => RecurrentLayer.Read(c, SimpleRnnCell.Read),
        ["LSTM"] = c => RecurrentLayer.Read(c, LstmCell.Read),
        ["GRU"] = c => RecurrentLayer.Read(c, GruCell.Read),
        ["ConvLSTM1D"] = c => RecurrentLayer.Read(c, cell => ConvLstmCell.Read(cell, 1)),
        ["ConvLSTM2D"] = c => RecurrentLayer.Read(c, cell => ConvLstmCell.Read(cell, 2)),
        ["ConvLSTM3D"] = c => RecurrentLayer.Read(c, cell => ConvLstmCell.Read(cell, 3)),
        ["RNN"] = RecurrentLayer.ReadRnn,
        ["SimpleRNNCell"] = SimpleRnnCell.Read,
        ["LSTMCell"] = LstmCell.Read,
        ["GRUCell"] = GruCell.Read,
        ["StackedRNNCells"] = StackedCells.Read,
        ["Bidirectional"] = Bidirectional.Read,
    };
}
