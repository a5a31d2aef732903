using System.Collections.Immutable;
using System.Globalization;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>One test case as a dispatcher reports it: the message of a log line of level <c>results</c>.</summary>
public sealed record ResultLine
{
    private const string Lava = "lava";
    private const int LongestComplaint = 256;
    private const int LongestMetadata = 4096;
    private const int LongestUnits = 100;

    // Thirty digits, ten of them after the point.
    private const decimal LargestMeasurement = 1e20m;

    /// <summary>The suite; <c>lava</c> for the steps of the job itself.</summary>
    public required string Definition { get; init; }

    /// <summary>The case, without blanks around it.</summary>
    public required string Case { get; init; }

    /// <summary>How it ended.</summary>
    public required ResultVerdict Verdict { get; init; }

    /// <summary>The set inside of the suite; null for none.</summary>
    public string? Set { get; init; }

    /// <summary>The measurement as it was sent; null for none. In the suite lava, how long the step took.</summary>
    public string? MeasurementText { get; init; }

    /// <summary>The measurement, rounded to ten digits after the point; null when there is none or when it is no number that can be kept (nan, infinite, 10^20 and more).</summary>
    public decimal? Measurement { get; init; }

    /// <summary>The units of the measurement, at most 100 characters.</summary>
    public string? Units { get; init; }

    /// <summary>The place of a step in the pipeline, as in <c>2.1</c>; null for others.</summary>
    public string? Level { get; init; }

    /// <summary>Why it failed; null when the line does not say.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The kind of error: Bug, Canceled, Configuration, Infrastructure, Job, Test and others; null when the line does not say.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The number of the first log line of the case, from 0 on; null when the line does not say.</summary>
    public long? StartLine { get; init; }

    /// <summary>The number of the last log line of the case.</summary>
    public long? EndLine { get; init; }

    /// <summary>What is stored in a file of its own (<see cref="ExtraFile"/>) because it can be large; null for nothing.</summary>
    public YamlNode? Extra { get; init; }

    /// <summary>The file for <see cref="Extra"/>, below the directory of the job's output; null for nothing. The metadata names it.</summary>
    public string? ExtraFile { get; init; }

    /// <summary>The message as YAML without what has a place of its own; empty when it would be longer than 4096 characters.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>Whether this is the line that ends a job: its verdict is that of the job.</summary>
    public bool IsJobEnd => Definition == Lava && Case == "job";

    /// <summary>Takes what can be taken of a message; nothing in it is an error for the job.</summary>
    public static ResultReading Read(YamlMap msg)
    {
        var complaints = ImmutableArray.CreateBuilder<string>();
        if (Missing(msg) is { } missing)
        {
            Complain($"A results line has no {missing}: no test case was recorded of it.");
            return new ResultReading(null, complaints.DrainToImmutable());
        }

        var definition = Written(msg, "definition")!;
        var name = Written(msg, "case")!.Trim();
        if (Verdicts(Written(msg, "result")!) is not { } verdict)
        {
            Complain($"The result \"{Written(msg, "result")}\" of test case {name} in {definition} is none of pass, fail, skip, unknown: no test case was recorded.");
            return new ResultReading(null, complaints.DrainToImmutable());
        }

        var measured = msg.Find(definition == Lava ? "duration" : "measurement") as YamlScalar;
        var measurement = measured is { Kind: not YamlScalarKind.None } ? Number(measured) : (null, IsNumber: true);
        if (!measurement.IsNumber)
        {
            Complain($"The measurement \"{measured!.Written}\" of test case {name} in {definition} is no number: no test case was recorded.");
            return new ResultReading(null, complaints.DrainToImmutable());
        }

        if (measured is { Kind: not YamlScalarKind.None } && measurement.Value is null)
            Complain($"The measurement {measured.Written} of test case {name} in {definition} is too large or no finite number: the case was recorded without it.");
        var set = Written(msg, "set");
        if (set is not null && !IsUrlSafe(set))
        {
            Complain($"The test set \"{set}\" of test case {name} in {definition} has characters that an address cannot hold: the case was recorded without it.");
            set = null;
        }

        var level = Written(msg, "level");
        var extra = msg.Find("extra");
        if (extra is not null && level is null)
        {
            Complain($"The extra data of test case {name} in {definition} has no level: it was not stored.");
            extra = null;
        }

        var extraFile = extra is null ? null : $"metadata/{Uri.EscapeDataString($"{definition}-{name}-{level}")}.yaml";
        var metadata = YamlWriter.Block(new YamlMap(msg.Where(entry => entry.Key.AsText() is not ("starttc" or "endtc") && (extra is not null || entry.Key.AsText() != "extra"))
            .Select(entry => entry.Key.AsText() == "extra" ? new YamlEntry(entry.Key, YamlScalar.Of(extraFile!)) : entry)));
        if (metadata.Length > LongestMetadata)
        {
            Complain($"The metadata of test case {name} in {definition} are {metadata.Length} characters long, and at most {LongestMetadata} are kept: the case was recorded without them.");
            metadata = "";
        }

        return new ResultReading(new ResultLine
        {
            Definition = definition,
            Case = name,
            Verdict = verdict,
            Set = set,
            MeasurementText = measured is { Kind: not YamlScalarKind.None } ? measured.Written : null,
            Measurement = measurement.Value,
            Units = definition == Lava ? measured is null ? null : "seconds" : Written(msg, "units") is { } units ? units[..Math.Min(units.Length, LongestUnits)] : null,
            Level = level,
            ErrorMessage = Written(msg, "error_msg"),
            ErrorType = Written(msg, "error_type"),
            StartLine = Line(msg, "starttc"),
            EndLine = Line(msg, "endtc"),
            Extra = extra,
            ExtraFile = extraFile,
            Metadata = metadata,
        }, complaints.DrainToImmutable());

        void Complain(string sentence) => complaints.Add(sentence.Length <= LongestComplaint ? sentence : string.Concat(sentence.AsSpan(0, LongestComplaint - 3), "..."));
    }

    private static string? Missing(YamlMap msg)
    {
        foreach (var key in (ReadOnlySpan<string>)["definition", "case", "result"])
        {
            if (string.IsNullOrWhiteSpace(Written(msg, key)))
                return key;
        }

        return null;
    }

    // A case named 5 arrives as a number; its name is what was written.
    private static string? Written(YamlMap msg, string key) => msg.Find(key) is YamlScalar { Kind: not (YamlScalarKind.None or YamlScalarKind.Bytes) } scalar ? scalar.Written : null;

    private static long? Line(YamlMap msg, string key) => msg.Find(key) is YamlScalar { Kind: YamlScalarKind.Int, Int: var line } && line >= 0 && line <= long.MaxValue ? (long)line : null;

    private static ResultVerdict? Verdicts(string word) => word switch
    {
        "pass" => ResultVerdict.Pass,
        "fail" => ResultVerdict.Fail,
        "skip" => ResultVerdict.Skip,
        "unknown" => ResultVerdict.Unknown,
        _ => null,
    };

    // A number can be too large to be kept; what is none at all is another matter.
    private static (decimal? Value, bool IsNumber) Number(YamlScalar scalar)
    {
        var text = scalar.Kind switch
        {
            YamlScalarKind.Int => scalar.Int.ToString(CultureInfo.InvariantCulture),
            YamlScalarKind.Float => scalar.Float.ToString("R", CultureInfo.InvariantCulture),
            YamlScalarKind.Text => scalar.Written.Trim(),
            _ => "",
        };
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return (Math.Abs(value) < LargestMeasurement ? Math.Round(value, 10) : null, true);
        return (null, double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || text.TrimStart('+', '-').ToLowerInvariant() is "nan" or "inf" or "infinity" or "snan");
    }

    private static bool IsUrlSafe(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~' or '/');
}
