using System.Buffers;
using System.Globalization;
using System.Text;
using Drover.Lab.Definitions;
using Drover.Lab.Results;
using Drover.Lab.TestJobs;
using Drover.Yaml;

namespace Drover.Lab.Logs;

/// <summary>Lines on their way into the log of a job: what is stored of them, what they say, and what is left out because the log is full.</summary>
internal sealed class LineBatch
{
    private const int LongestComment = 4_096;

    private readonly OpenLog _log;
    private readonly LabOptions _options;
    private readonly TimeProvider _clock;
    private readonly ArrayBufferWriter<byte> _buffer;
    private readonly bool _isCounted;
    private long _stored;

    /// <param name="log">The log, whose lock is held.</param>
    /// <param name="options">The limits.</param>
    /// <param name="clock">Gives the times of results.</param>
    /// <param name="bytes">About how many bytes will come.</param>
    /// <param name="isCounted">Whether who sends the lines counts them by their place in the log: then each is stored, whatever it is.</param>
    public LineBatch(OpenLog log, LabOptions options, TimeProvider clock, int bytes, bool isCounted)
    {
        (_log, _options, _clock, _isCounted) = (log, options, clock, isCounted);
        _buffer = new ArrayBufferWriter<byte>(Math.Max(bytes, 1));
        _stored = log.Appender.Line - 1;
    }

    /// <summary>What is to be appended.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    /// <summary>Results among the lines.</summary>
    public List<TestResult> Results { get; } = [];

    /// <summary>What test shells have raised.</summary>
    public List<string> Events { get; } = [];

    /// <summary>The verdict on the job as a whole, where a line says it.</summary>
    public TestJobEnd? Verdict { get; private set; }

    /// <summary>Lines that were stored.</summary>
    public int Taken { get; private set; }

    /// <summary>Lines that were not, because they are none or the log is full.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Whether the limit was reached with one of these lines.</summary>
    public bool BecameFull { get; private set; }

    private bool IsFull => IsBeyond(1);

    /// <summary>Reads a line that is stored already: a crash may have come before its result was recorded, and the same line gives the same row.</summary>
    public void Repeat(LogText line, long number)
    {
        if (line.MayBeResult && LineReading.Of(line.Text.Span) is { Level: "results", Message: YamlMap message })
            TakeResult(message, number);
    }

    /// <summary>Takes a line that is new.</summary>
    public void Take(LogText line)
    {
        var reading = line.MayBeResult || line.Level is LineLevel.Event or LineLevel.Marker ? LineReading.Of(line.Text.Span) : null;
        if (reading is null && line.MayBeResult)
        {
            if (_isCounted)
                Store(Note("error", "What was sent here is no line of a log and was left out"));
            LeftOut++;
            return;
        }
        switch (reading?.Level)
        {
            case "marker" when !_isCounted:
                if (reading.Message is YamlMap marker)
                    _log.Markers.Take(marker, _stored - 1);
                return;
            case "event" or "debug" when reading.Level == "event" || line.Level == LineLevel.Event:
                Events.Add(reading.Text);
                StoreUnlessFull(reading.Level == "event" ? reading.WithLevel("debug") : line.Text);
                return;
            case "results" when reading.Message is YamlMap message:
                // Results come through where other lines do not, but not without end either; that of the job always counts.
                if (IsBeyond(2))
                {
                    Verdict ??= ResultLine.Read(message).Result is { IsJobEnd: true } end ? EndOf(end) : null;
                    LeftOut++;
                    return;
                }
                TakeResult(message, _stored);
                Store(line.Text);
                return;
            default:
                StoreUnlessFull(line.Text);
                return;
        }
    }

    private void StoreUnlessFull(ReadOnlyMemory<byte> text)
    {
        if (!IsFull)
        {
            Store(text);
            return;
        }
        LeftOut++;
        if (_log.HasSaidFull)
            return;
        (_log.HasSaidFull, BecameFull) = (true, true);
        Store(Note("warning", $"The log has reached its limit ({_options.LogBytes} bytes or {_options.LogLines} lines): of what follows only results are kept"));
    }

    private void Store(ReadOnlyMemory<byte> text)
    {
        _buffer.Write("- "u8);
        _buffer.Write(text.Span);
        _buffer.Write("\n"u8);
        _stored++;
        Taken++;
    }

    private bool IsBeyond(int times) => _stored >= _options.LogLines * times || _log.Appender.End + _buffer.WrittenCount >= _options.LogBytes * times;

    private byte[] Note(string level, string text) => Encoding.UTF8.GetBytes(
        $$"""{"dt": "{{_clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}}", "lvl": "{{level}}", "msg": "{{text}}"}""");

    private void TakeResult(YamlMap message, long number)
    {
        if (ResultLine.Read(message).Result is not { } result)
            return;
        var (first, last) = _log.Markers.Forget(result.Case);
        Results.Add(new TestResult
        {
            Job = _log.Job,
            Submitted = _log.Submitted,
            Line = number,
            Suite = result.Definition,
            Case = result.Case,
            Result = result.Verdict.ToString().ToLowerInvariant(),
            Set = result.Set,
            Measurement = result.MeasurementText,
            Units = result.Units,
            Level = result.Level,
            Logged = Timestamp.From(_clock),
            FirstLine = result.StartLine ?? first,
            LastLine = result.EndLine ?? last,
            Metadata = result.Metadata,
        });
        if (result.IsJobEnd)
            Verdict ??= EndOf(result);
    }

    private static TestJobEnd EndOf(ResultLine result)
    {
        var comment = result.ErrorMessage ?? "";
        return new TestJobEnd(result.Verdict == ResultVerdict.Pass ? TestJobHealth.Complete : TestJobHealth.Incomplete, result.ErrorType ?? "",
            comment.Length <= LongestComment ? comment : comment[..LongestComment]);
    }
}
