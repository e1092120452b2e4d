using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Keras;

namespace TfExplain.Training;

public abstract partial record Schedule
{
    /// <summary>Reads Keras's form: a number, or <c>{"class_name": ..., "config": {...}}</c> of Keras 2 or 3.</summary>
    /// <exception cref="FormatException">The form is not understood; the message says which part.</exception>
    public static Schedule Read(JsonElement json) => json.ValueKind != JsonValueKind.Number ? ScheduleConfigs.Family.Read(json)
        : json.TryGetSingle(out var rate) && float.IsFinite(rate) && rate >= 0 ? rate : throw new FormatException($"A learning rate is a number of at least 0; found {json.GetRawText()}.");

    /// <summary>Keras's form; a constant rate is a number.</summary>
    /// <exception cref="NotSupportedException">The schedule is not one of Keras's.</exception>
    public JsonNode Write() => this is Schedules.ConstantSchedule constant ? JsonValue.Create(constant.Value) : ScheduleConfigs.Family.Write(this);
}
