using System.Text.Json;
using TfExplain.Training;
using TfExplain.Training.Schedules;

namespace TfExplain.Engine.Tests.Training;

public sealed class ScheduleTests
{
    public static TheoryData<string> Names => [.. KerasTraining.Names("schedules")];

    [Theory, MemberData(nameof(Names))]
    public void Rates_are_those_of_Keras(string name)
    {
        using var arrays = KerasTraining.Open("schedules");
        var expected = arrays[$"{name}.values"].ToDoubles();
        var schedule = Of(KerasTraining.Case("schedules", name));
        // Keras computes cosines, powers and sums in float32: an absolute error of some 2^-24 of the largest rate.
        for (var step = 0; step < expected.Length; step++) ((double)schedule.Rate(step)).ShouldBe(expected[step], 1e-6 * expected[step] + 2e-8, $"step {step}");
    }

    [Fact]
    public void Restarts_fall_on_the_steps_where_periods_start()
    {
        // Starts 0, 1, 4, 13, 40, 121, 364 for periods that triple.
        var schedule = new CosineDecayRestarts(1, 1, 3, 1);
        foreach (var start in new long[] { 0, 1, 4, 13, 40, 121, 364, 1093, 3280, 9841 })
        {
            schedule.Rate(start).ShouldBe(1, $"step {start}");
            if (start > 1) schedule.Rate(start - 1).ShouldBeLessThan(0.5f, $"step {start - 1}");
        }
        new CosineDecayRestarts(1, 10, 1).Rate(70).ShouldBe(1);
    }

    [Fact]
    public void A_late_step_is_exact()
    {
        new ExponentialDecay(1, 1L << 40, 0.5, true).Rate((1L << 40) - 1).ShouldBe(1);
        new ExponentialDecay(1, 1L << 40, 0.5, true).Rate(1L << 40).ShouldBe(0.5f);
    }

    [Fact]
    public void Configuration_errors_are_clear()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialDecay(0.1f, 0, 0.5)).Message.ShouldContain("DecaySteps takes a whole number of at least 1; 0 was given");
        Should.Throw<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(0.1f, 5, 0.5)).Message.ShouldContain("TMul");
        Should.Throw<ArgumentException>(() => new PiecewiseConstantDecay([1, 2], [1, 2])).Message.ShouldContain("2 values and 2 boundaries");
        Should.Throw<ArgumentException>(() => new PiecewiseConstantDecay([2, 2], [1, 2, 3])).Message.ShouldContain("must rise");
    }

    [Fact]
    public void Schedules_compare_by_value()
    {
        new PiecewiseConstantDecay([1], [1, 2]).ShouldBe(new PiecewiseConstantDecay([1], [1, 2]));
        new PiecewiseConstantDecay([1], [1, 2]).ShouldNotBe(new PiecewiseConstantDecay([1], [1, 3]));
        ((Schedule)0.5).ShouldBe(new ConstantSchedule(0.5f));
    }

    private static Schedule Of(JsonElement test)
    {
        var p = test.GetProperty("parameters");
        float F(string key, float other = 0) => p.TryGetProperty(key, out var v) ? v.GetSingle() : other;
        double D(string key, double other = 0) => p.TryGetProperty(key, out var v) ? v.GetDouble() : other;
        long N(string key) => p.TryGetProperty(key, out var v) ? v.GetInt64() : 0;
        bool B(string key) => p.TryGetProperty(key, out var v) && v.GetBoolean();
        var rate = F("initial_learning_rate");
        return test.GetProperty("schedule").GetString() switch
        {
            "ExponentialDecay" => new ExponentialDecay(rate, N("decay_steps"), D("decay_rate"), B("staircase")),
            "CosineDecay" => new CosineDecay(rate, N("decay_steps"), D("alpha"), p.TryGetProperty("warmup_target", out var t) ? t.GetSingle() : null, N("warmup_steps")),
            "CosineDecayRestarts" => new CosineDecayRestarts(rate, N("first_decay_steps"), D("t_mul", 2), D("m_mul", 1), D("alpha")),
            "InverseTimeDecay" => new InverseTimeDecay(rate, N("decay_steps"), D("decay_rate"), B("staircase")),
            "PolynomialDecay" => new PolynomialDecay(rate, N("decay_steps"), F("end_learning_rate", 0.0001f), D("power", 1), B("cycle")),
            "PiecewiseConstantDecay" => new PiecewiseConstantDecay(p.GetProperty("boundaries").EnumerateArray().Select(b => b.GetInt64()), p.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())),
            var other => throw new NotSupportedException(other),
        };
    }
}
