using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share.</summary>
internal static class AdamRule
{
    public static void Declare(SlotDeclaration slots, bool amsgrad)
    {
        slots.PerWeight(("m", 0), ("v", 0));
        if (amsgrad) slots.PerWeight(("vhat", 0));
    }

    public static void Apply(in WeightUpdate update, double beta1, double beta2, float epsilon, bool amsgrad)
    {
        Vector<float> takeM = new((float)(1 - beta1)), takeV = new((float)(1 - beta2)), floor = new(epsilon);
        var alpha = new Vector<float>((float)(update.Rate * Math.Sqrt(1 - Math.Pow(beta2, update.Step)) / (1 - Math.Pow(beta1, update.Step))));
        Span<float> ms = update.Slot(0), vs = update.Slot(1), largest = amsgrad ? update.Slot(2) : [];
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            Vector<float> g = update.Gradient(i), m = Load(ms, i), v = Load(vs, i);
            m = Store(ms, i, m + (g - m) * takeM);
            v = Store(vs, i, v + (g * g - v) * takeV);
            if (amsgrad) v = Store(largest, i, Vector.Max(Load(largest, i), v));
            update.SetWeight(i, update.Weight(i) - m * alpha / (Vector.SquareRoot(v) + floor));
        }
    }
}
