using System.Runtime.CompilerServices;

namespace Drover.Locks.Tests;

/// <summary>The stories of testdata/*.txt, told to the lock table.</summary>
public sealed class LockScenarioTests
{
    private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "testdata");

    public static TheoryData<string> Stories =>
        [.. Directory.GetFiles(s_folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Stories))]
    public void The_story_goes_as_told(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(s_folder, name + ".txt"));
        new LockScenario(name).Run(lines);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
