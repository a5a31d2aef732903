using System.Globalization;
using System.Text.RegularExpressions;

namespace Drover.ShellWorker.Output;

/// <summary>A line of the Test Anything Protocol (versions 12 to 14): a test, or the plan.</summary>
/// <param name="Case">Name of the test; empty for the plan.</param>
/// <param name="Result">pass, fail or skip.</param>
/// <param name="Plan">How many tests there are; null for a test.</param>
internal sealed partial record TapLine(string Case, string Result, int? Plan = null)
{
    /// <param name="line">A line of output.</param>
    /// <param name="count">How many tests came before.</param>
    /// <returns>Null when the line is none of TAP that matters.</returns>
    public static TapLine? Read(string line, int count)
    {
        if (Plans().Match(line) is { Success: true } plan)
            return int.TryParse(plan.Groups["last"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? new TapLine("", "", last) : null;
        if (Tests().Match(line) is not { Success: true } test)
            return null;
        var directive = test.Groups["directive"].Value.ToLowerInvariant();
        var name = test.Groups["name"].Value.Trim();
        var number = test.Groups["number"].Value;
        return new TapLine(
            name.Length > 0 ? name : $"test {(number.Length > 0 ? number : (count + 1).ToString(CultureInfo.InvariantCulture))}",
            directive == "skip" ? "skip" : !test.Groups["not"].Success ? "pass" : directive == "todo" ? "skip" : "fail");
    }

    [GeneratedRegex(@"\A1\.\.(?<last>\d{1,9})\s*(#.*)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plans();

    [GeneratedRegex(@"\A(?<not>not )?ok\b\s*(?<number>\d*)\s*(- )?(?<name>[^#]*)(#\s*(?<directive>skip|todo)?.*)?\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Tests();
}
