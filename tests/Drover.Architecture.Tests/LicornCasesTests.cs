using System.Text.RegularExpressions;

namespace Drover.Architecture.Tests;

/// <summary>The page of Licorn's cases names each of them, and tests that are really there.</summary>
public sealed partial class LicornCasesTests
{
    private static readonly List<(string Case, string Tests)> s_rows =
        [.. Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/licorn-cases.md"))).Select(row => (row.Groups["case"].Value, row.Groups["tests"].Value))];

    [Fact]
    public void Each_case_has_its_row() => Assert.Equal(Enumerable.Range(1, 60).Select(number => $"L{number:00}"), s_rows.Select(row => row.Case));

    [Fact]
    public void A_case_is_not_done_for_a_reason_or_held_by_tests_that_are_there()
    {
        var methods = Repository.Files("tests", "*Tests.cs").ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
        foreach (var (name, tests) in s_rows.Where(row => !row.Tests.StartsWith("not done: ", StringComparison.Ordinal)))
        {
            var named = TestName().Matches(tests);
            Assert.True(named.Count > 0, $"{name}: '{tests}' names no test");
            Assert.All(named, test => Assert.True(
                methods[test.Groups["class"].Value].Any(text => Regex.IsMatch(text, $@"public (async Task|void) {test.Groups["method"].Value}\(")), $"{name}: there is no test {test.Value}"));
        }
    }

    [GeneratedRegex(@"^\| (?<case>L\d\d) \| [^|]+ \| (?<tests>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<class>\w+)\.(?<method>\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}
