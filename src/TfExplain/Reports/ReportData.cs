using System.Globalization;
using System.Text.Json;
using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>The numbers and pictures of a page as JSON. <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped in it, so nothing that a log holds can end its element.</summary>
internal sealed class ReportData
{
    private const int MaximumName = 200, ListedProblems = 200;

    private readonly LogIndex _index;
    private readonly LogReportOptions _options;
    private readonly Dictionary<string, int> _runs;
    private readonly List<string> _notes = [];
    private readonly Utf8JsonWriter _json;
    private long _textLeft;

    private ReportData(LogIndex index, LogReportOptions options, Utf8JsonWriter json)
    {
        (_index, _options, _json) = (index, options, json);
        _textLeft = options.TextLength;
        _runs = index.Runs.Select((run, i) => (run, i)).ToDictionary(r => r.run, r => r.i);
    }

    public static ReadOnlyMemory<byte> Write(LogIndex index, LogReportOptions options, string title, CancellationToken cancellation)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) new ReportData(index, options, json).Write(title, cancellation);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private void Write(string title, CancellationToken cancellation)
    {
        _json.WriteStartObject();
        _json.WriteString("title", Name(title));
        _json.WriteStartArray("runs");
        foreach (var run in _index.Runs) _json.WriteStringValue(Name(run));
        _json.WriteEndArray();
        Tags("curves", _index.Curves, Curve);
        Pictures(cancellation);
        Tags("histograms", _index.Histograms, Histogram);
        Tags("texts", _index.Texts, Text);
        if (_textLeft < 0) _notes.Add($"Some texts are left out: together they have more than {_options.TextLength:N0} characters.");
        Tags("others", _index.Others, _ => { });
        _json.WriteNumber("graphs", _index.GraphCount);
        Problems();
        _json.WriteStartArray("notes");
        foreach (var note in _notes) _json.WriteStringValue(note);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Tags<T>(string kind, SortedDictionary<string, TagIndex<T>> tags, Action<T> write) where T : Series, new()
    {
        var count = tags.Values.Sum(t => t.Series.Count);
        if (count > _options.SeriesPerKind) _notes.Add($"Of {count:N0} series of {kind} the first {_options.SeriesPerKind:N0} by tag and run are shown.");
        _json.WriteStartArray(kind);
        foreach (var (tag, entry, runs) in TagIndex<T>.First(tags, _options.SeriesPerKind))
        {
            _json.WriteStartObject();
            _json.WriteString("tag", Name(tag));
            if (entry.Label.Length > 0 && entry.Label != tag) _json.WriteString("label", Name(entry.Label));
            if (entry.Description.Length > 0) _json.WriteString("description", TextSeries.Shorten(entry.Description, 1000));
            _json.WriteStartArray("series");
            foreach (var (run, series) in runs)
            {
                _json.WriteStartObject();
                _json.WriteNumber("run", _runs[run]);
                write(series);
                _json.WriteNumber("total", series.Total);
                _json.WriteEndObject();
            }
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Curve(CurveSeries series)
    {
        var points = series.Points(_options.PointsPerCurve);
        _json.WriteStartArray("steps");
        foreach (var point in points) _json.WriteNumberValue(point.Step);
        _json.WriteEndArray();
        _json.WriteStartArray("values");
        foreach (var point in points) Number(point.Value);
        _json.WriteEndArray();
    }

    private void Histogram(HistogramSeries series)
    {
        _json.WriteStartArray("frames");
        foreach (var frame in series.Frames(_options.HistogramsPerSeries))
        {
            _json.WriteStartObject();
            _json.WriteNumber("step", frame.Step);
            _json.WriteStartArray("rows");
            foreach (var number in frame.Rows) Number(number);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Text(TextSeries series)
    {
        _json.WriteStartArray("frames");
        foreach (var frame in series.Frames(_options.TextsPerSeries))
        {
            if ((_textLeft -= frame.Texts.Sum(t => (long)t.Length)) < 0) continue;
            _json.WriteStartObject();
            _json.WriteNumber("step", frame.Step);
            _json.WriteNumber("columns", frame.Columns);
            _json.WriteStartArray("texts");
            foreach (var text in frame.Texts) _json.WriteStringValue(text);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Pictures(CancellationToken cancellation)
    {
        var choice = PictureChoice.Make(_index, _options, _notes, cancellation);
        Tags("pictures", _index.Pictures, series =>
        {
            _json.WriteStartArray("frames");
            foreach (var (frame, places) in choice.Of(series))
            {
                _json.WriteStartObject();
                _json.WriteNumber("step", frame.Step);
                _json.WriteNumber("width", frame.Width);
                _json.WriteNumber("height", frame.Height);
                _json.WriteStartArray("pictures");
                foreach (var place in places)
                    if (place >= 0) _json.WriteNumberValue(place);
                _json.WriteEndArray();
                _json.WriteEndObject();
            }
            _json.WriteEndArray();
        });
        _json.WriteStartArray("blobs");
        foreach (var (type, bytes) in choice.Pictures)
        {
            _json.WriteStartObject();
            _json.WriteString("type", type);
            _json.WriteBase64String("bytes", bytes);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Problems()
    {
        _json.WriteStartArray("problems");
        foreach (var problem in _index.Problems.Take(ListedProblems))
        {
            _json.WriteStartObject();
            _json.WriteString("file", Name(problem.File));
            _json.WriteNumber("offset", problem.Offset);
            _json.WriteString("kind", problem.Kind switch { EventProblemKind.Damaged => "damaged", EventProblemKind.Unfinished => "unfinished", _ => "unreadable" });
            _json.WriteString("message", TextSeries.Shorten(problem.Message, 500));
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        if (_index.Problems.Count > ListedProblems) _notes.Add($"Of {_index.Problems.Count} problems the first {ListedProblems} are listed.");
    }

    /// <summary>A number in single precision, as logged; JSON has no NaN and no infinities, so they become strings.</summary>
    private void Number(double value)
    {
        if (double.IsFinite(value)) _json.WriteNumberValue((float)value is var single && float.IsFinite(single) ? single : value);
        else _json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static string Name(string name) => TextSeries.Shorten(name, MaximumName);
}
