namespace Drover.Lab.Tests.Scenarios;

/// <summary>The stories of testdata/scenarios: those of a folder 2018 by the rules of that release.</summary>
public sealed class LabScenarioTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "testdata", "scenarios");

    public static TheoryData<string> Stories =>
        [.. Directory.GetFiles(s_folder, "*.txt", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_folder, path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Stories))]
    public async Task The_story_goes_as_told(string story)
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { Rules = story.StartsWith("2018", StringComparison.Ordinal) ? LabRules.V2018 : LabRules.V2023 });
        await new LabScenario(lab, story).RunAsync(await File.ReadAllLinesAsync(Path.Combine(s_folder, story), TestContext.Current.CancellationToken));
    }
}
