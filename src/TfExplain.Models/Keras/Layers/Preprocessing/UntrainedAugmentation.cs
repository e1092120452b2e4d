using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>An augmentation that is the identity in inference and has no form for training here.</summary>
internal sealed record UntrainedAugmentation(LayerConfig Config) : Augmentation(Config)
{
    protected override Node Train(LayerCall call, Node x) => throw Config.Error("this augmentation cannot be trained; remove the layer, or change the samples themselves with Dataset.Map.");
}
