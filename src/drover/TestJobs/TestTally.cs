using System.Globalization;

namespace Drover.Cli.TestJobs;

/// <summary>How many cases ended how.</summary>
internal sealed record TestTally(int Passed, int Failed, int Skipped, int Unknown)
{
    public static TestTally Of(IEnumerable<TestCase> cases)
    {
        var counts = cases.CountBy(one => one.Result).ToDictionary(StringComparer.Ordinal);
        int Count(string result) => counts.GetValueOrDefault(result);
        return new TestTally(Count("pass"), Count("fail"), Count("skip"), counts.Where(pair => pair.Key is not ("pass" or "fail" or "skip")).Sum(pair => pair.Value));
    }

    /// <summary>Such as <c>3 cases: 2 passed, 1 failed</c>.</summary>
    public override string ToString()
    {
        var total = Passed + Failed + Skipped + Unknown;
        var parts = new (int Count, string Word)[] { (Passed, "passed"), (Failed, "failed"), (Skipped, "skipped"), (Unknown, "unknown") }
            .Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Word}"));
        return string.Create(CultureInfo.InvariantCulture, $"{total} {(total == 1 ? "case" : "cases")}{(total > 0 ? ": " : "")}{string.Join(", ", parts)}");
    }
}
