using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Drover.Lab.Logs;
using Drover.Nodes.TestJobs;

namespace Drover.ShellWorker.Output;

/// <summary>Turns the output of a definition into log lines: each line of output is one, and what it says of a test case is another behind it. The same output from the same
/// state gives the same lines.</summary>
/// <param name="suite">Suite of the cases.</param>
/// <param name="tap">Whether lines in TAP are results.</param>
/// <param name="state">Where reading begins.</param>
/// <param name="clock">Gives the times of lines.</param>
internal sealed partial class TestOutput(string suite, bool tap, OutputState state, TimeProvider clock)
{
    private OutputState _state = state;
    private StringBuilder? _report;
    private string _reportName = "";

    /// <summary>Where reading stands.</summary>
    public OutputState State => _state;

    /// <summary>Whether a report is being read: then reading cannot begin here.</summary>
    public bool IsInReport => _report is not null;

    /// <summary>Takes a line of output.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Number that the next log line will have.</param>
    /// <param name="lines">Takes the log lines.</param>
    public void Take(string line, long number, List<LogText> lines)
    {
        if (_report is { } report)
        {
            if (line == StepSignals.ReportEnds)
                TakeReport(report.ToString(), lines);
            else
                report.Append(line);
            return;
        }
        if (line.StartsWith(StepSignals.ReportBegins, StringComparison.Ordinal) && line.EndsWith('>'))
        {
            (_report, _reportName) = (new StringBuilder(), line[StepSignals.ReportBegins.Length..^1]);
            return;
        }
        lines.Add(LogLine.Text(clock.GetUtcNow(), "target", line));
        // The trace of the shell shows commands, among them those that write signals.
        if (line.StartsWith('+'))
            return;
        if (line.Contains("<LAVA_SIGNAL_", StringComparison.Ordinal) && Signals().Match(line) is { Success: true } signal)
            TakeSignal(signal.Groups["name"].Value, signal.Groups["rest"].Value.Trim(), number, lines);
        else if (tap)
            TakeTap(line, lines);
    }

    /// <summary>The output has ended.</summary>
    public void End(List<LogText> lines)
    {
        if (_report is not null)
            lines.Add(LogLine.Text(clock.GetUtcNow(), "warning", $"The report {_reportName} was not sent to its end: nothing of it is recorded"));
        _report = null;
        if (_state.TapPlan is { } plan && plan != _state.TapCount)
            Report(lines, "tap-plan", "fail", ("error_msg", $"{plan} tests were announced, and {_state.TapCount} came"));
    }

    private void TakeSignal(string name, string rest, long number, List<LogText> lines)
    {
        switch (name)
        {
            case "TESTSET":
                _state = _state with { Set = rest.StartsWith("START", StringComparison.Ordinal) && rest[5..].Trim() is { Length: > 0 } set ? set : null };
                break;
            case "STARTTC" when rest.Length > 0:
                _state = _state with { Begun = _state.Begun.SetItem(rest, number) };
                break;
            case "ENDTC" when rest.Length > 0:
                _state = _state with { Ended = _state.Ended.SetItem(rest, number) };
                break;
            case "TESTCASE" or "TESTREFERENCE":
                TakeCase(rest, lines);
                break;
            case "TESTRAISE":
                _state = _state with { Raised = _state.Raised ?? (rest.Length > 0 ? rest : "A step has raised an error") };
                break;
        }
    }

    private void TakeCase(string rest, List<LogText> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                fields[word[..equals]] = word[(equals + 1)..].Trim('"', '\'');
        var result = fields.GetValueOrDefault("RESULT", "").ToLowerInvariant();
        if (fields.GetValueOrDefault("TEST_CASE_ID", "") is not { Length: > 0 } id || result is not ("pass" or "fail" or "skip" or "unknown"))
        {
            lines.Add(LogLine.Text(clock.GetUtcNow(), "warning", "This signal is no test case: it needs TEST_CASE_ID=NAME and RESULT=pass, fail, skip or unknown"));
            return;
        }
        Report(lines, id, result,
            ("measurement", fields.GetValueOrDefault("MEASUREMENT")), ("reference", fields.GetValueOrDefault("REFERENCE")),
            ("starttc", Number(_state.Begun, id)), ("endtc", Number(_state.Ended, id)), ("units", fields.ContainsKey("MEASUREMENT") ? fields.GetValueOrDefault("UNITS") : null));
        _state = _state with { Begun = _state.Begun.Remove(id), Ended = _state.Ended.Remove(id) };
    }

    private void TakeTap(string line, List<LogText> lines)
    {
        if (TapLine.Read(line, _state.TapCount) is not { } test)
            return;
        if (test.Plan is { } plan)
        {
            _state = _state with { TapPlan = (_state.TapPlan ?? 0) + plan };
            return;
        }
        _state = _state with { TapCount = _state.TapCount + 1 };
        Report(lines, test.Case, test.Result);
    }

    private void TakeReport(string text, List<LogText> lines)
    {
        _report = null;
        try
        {
            var cases = JunitReport.Read(Convert.FromBase64String(text));
            lines.Add(LogLine.Text(clock.GetUtcNow(), "info", $"The report {_reportName} has {cases.Count} test cases"));
            foreach (var one in cases)
                lines.Add(LogLine.Result(clock.GetUtcNow(),
                [
                    ("case", one.Name), ("definition", suite), ("measurement", one.Seconds), ("result", one.Result),
                    ("set", SetNames().IsMatch(one.Set) ? one.Set : null), ("units", one.Seconds is null ? null : "seconds"),
                ]));
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            lines.Add(LogLine.Text(clock.GetUtcNow(), "warning", $"The report {_reportName} is not in JUnit's form: {e.Message}"));
        }
    }

    private void Report(List<LogText> lines, string name, string result, params ReadOnlySpan<(string, string?)> more) =>
        lines.Add(LogLine.Result(clock.GetUtcNow(), [("case", name), ("definition", suite), .. more, ("result", result), ("set", _state.Set)]));

    private static string? Number(ImmutableDictionary<string, long> numbers, string id) =>
        numbers.TryGetValue(id, out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("<LAVA_SIGNAL_(?<name>[A-Z]+)(?<rest>[^>]*)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Signals();

    [GeneratedRegex(@"\A[A-Za-z0-9_.~/-]+\z", RegexOptions.None, 1000)]
    private static partial Regex SetNames();
}
