namespace Drover.Jinja.Tests;

/// <summary>Templates written for the purpose, rendered by us and by Debian's Jinja2: the same text, or an error from both.</summary>
public sealed class DebianComparisonTests(DebianJinja debian, ITestOutputHelper output) : IClassFixture<DebianJinja>
{
    /// <summary>The parts of the language, each a file with cases.</summary>
    public static TheoryData<string> Files() => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "testdata"), "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public async Task Templates_print_what_they_print_with_Debian(string file)
    {
        var cases = TemplateCase.Read(Path.Combine(AppContext.BaseDirectory, "testdata", file));
        Assert.NotEmpty(cases);
        var differences = new List<string>();
        foreach (var templates in cases)
        {
            var (expected, refusal) = await debian.RenderAsync(templates.Texts, "main", TemplateCase.Variables);
            var (actual, fault) = Templates.Try(templates.Texts, TemplateCase.Variables);
            if (expected != actual)
                differences.Add($"line {templates.Line}: {templates.Texts["main"]}\n   expected {Shown(expected, refusal)}\n   but was  {Shown(actual, fault)}");
        }
        output.WriteLine($"{cases.Count - differences.Count} of {cases.Count} are the same.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {cases.Count} differ:\n{string.Join('\n', differences)}");
    }

    private static string Shown(string? text, string? error) => text is null ? error! : $"«{text.Replace("\n", "\\n", StringComparison.Ordinal)}»";
}
