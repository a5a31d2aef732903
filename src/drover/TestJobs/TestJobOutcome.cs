using System.Globalization;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>How a test job ended, and what its cases found.</summary>
/// <param name="last">The last news of its job.</param>
/// <param name="row">As the lab sees it; null where it is listed no more.</param>
/// <param name="cases">All its cases.</param>
/// <param name="isHidden">This user may not see the cases.</param>
internal sealed class TestJobOutcome(JobUpdate last, TestJobRow? row, IReadOnlyList<TestCase> cases, bool isHidden)
{
    private const int MostNamed = 50;

    /// <summary>Why it is no success; null when it is one.</summary>
    public CliException? Failure
    {
        get
        {
            if (row?.Health == "Canceled" && last.Status != "success")
                return new CliException("JOB_CANCELED", Language.Say("test.canceled", last.Id), ExitCode.Canceled);
            if (JobOutcome.Failure(last) is { } failure)
                return failure;
            if (isHidden)
            {
                return new CliException("NOT_ALLOWED", Language.Say("test.hidden", last.Id), ExitCode.NotAllowed);
            }

            var failed = cases.Count(one => one.IsFailure);
            return failed == 0 ? null : new CliException(
                "CASES_FAILED", Language.Count("test.failed", failed, last.Id), ExitCode.CasesFailed,
                Language.Say("test.failed.hint", last.Id));
        }
    }

    /// <summary>A line for the job, one for each suite, and the names of the cases that failed.</summary>
    public void Print(Session session)
    {
        var output = session.Screen.Out;
        output.WriteLine($"{Language.Say("job.now", last.Id, Health)}{(row?.Device is { } device ? Language.Say("test.on-device", device) : "")}{Duration}");
        WriteCases(session, cases);
    }

    /// <summary>A table of suites, and the names of the cases that failed; nothing where there is no case.</summary>
    public static void WriteCases(Session session, IReadOnlyList<TestCase> cases)
    {
        if (cases.Count == 0)
            return;
        var output = session.Screen.Out;
        var table = new TableWriter([(Language.Say("test.suite"), false), (Language.Say("test.passed"), true), (Language.Say("test.failed"), true), (Language.Say("test.skipped"), true), (Language.Say("test.unknown"), true)]) { Width = session.Screen.Width };
        foreach (var suite in cases.GroupBy(one => one.Suite))
        {
            var tally = TestTally.Of(suite);
            table.Add([suite.Key, Text(tally.Passed), Text(tally.Failed), Text(tally.Skipped), Text(tally.Unknown)]);
        }

        table.WriteTo(output, headers: true, session.Screen.OutColour);
        var failed = cases.Where(one => one.Result == "fail").ToList();
        foreach (var one in failed.Take(MostNamed))
            output.WriteLine($"{Language.Say("test.failed-name", one.Suite, one.Name)}{(one.Measured.Length > 0 ? $" ({one.Measured})" : "")}");
        if (failed.Count > MostNamed)
            output.WriteLine(Language.Say("status.more", Text(failed.Count - MostNamed)));
    }

    /// <summary>One object: what there is of a job, health, device, counts, and the cases that failed.</summary>
    public void WriteJson(Session session)
    {
        session.Screen.Out.Flush();
        var tally = TestTally.Of(cases);
        using (var writer = JsonLines.Writer(session.Screen.OutStream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", last.Id);
            writer.WriteString("status", last.Status);
            writer.WriteString("health", Health);
            writer.WriteString("device", row?.Device);
            writer.WriteStartObject("cases");
            writer.WriteNumber("passed", tally.Passed);
            writer.WriteNumber("failed", tally.Failed);
            writer.WriteNumber("skipped", tally.Skipped);
            writer.WriteNumber("unknown", tally.Unknown);
            writer.WriteEndObject();
            writer.WriteStartArray("failed");
            foreach (var one in cases.Where(one => one.Result == "fail"))
            {
                writer.WriteStartObject();
                writer.WriteString("suite", one.Suite);
                writer.WriteString("case", one.Name);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            foreach (var name in (ReadOnlySpan<string>)["opstatus", "opresult"])
            {
                if (!last.Answer.TryGetProperty(name, out var value))
                    continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        session.Screen.OutStream.Write("\n"u8);
    }

    private string Health => row is { Health: not ("" or "Unknown") } known ? known.Health.ToLowerInvariant() : last.Status;

    private string Duration => row is { Started: { } began, Ended: { } ended } ? Language.Say("test.after", Elapsed.Text(ended - began)) : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
