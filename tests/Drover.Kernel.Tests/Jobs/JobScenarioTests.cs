using System.Runtime.CompilerServices;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>The stories of testdata/*.txt, told to a kernel.</summary>
public sealed class JobScenarioTests
{
    private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "testdata");

    public static TheoryData<string> Stories =>
        [.. Directory.GetFiles(s_folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task The_story_goes_as_told(string name)
    {
        await using var kernel = await ScenarioKernel.StartAsync();
        using var story = new JobScenario(name, kernel);
        await story.RunAsync(await File.ReadAllLinesAsync(Path.Combine(s_folder, name + ".txt"), TestContext.Current.CancellationToken));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
