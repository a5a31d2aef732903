using System.Text.RegularExpressions;

namespace Drover.Acceptance.Screens;

/// <summary>Compares a screen with the one that is kept in <c>testdata</c>. What differs from run to run is left out of both.</summary>
internal static partial class ScreenText
{
    internal static void Expect(string name, string screen)
    {
        var seen = Scrub(screen);
        var file = Path.Combine(AppContext.BaseDirectory, "Screens", "testdata", $"{name}.txt");
        var kept = File.Exists(file) ? File.ReadAllText(file).TrimEnd('\n') : "(there is none)";
        if (kept == seen)
            return;
        // To be copied to testdata when it is right.
        File.WriteAllText(file + ".seen", seen + "\n");
        Assert.Fail($"The screen {name} is\n{seen}\ninstead of\n{kept}\nIt is kept in {file}.seen.");
    }

    private static string Scrub(string screen)
    {
        screen = Disk().Replace(screen, "disk SPACE");
        screen = Ago().Replace(screen, "TIME ago");
        screen = Elapsed().Replace(screen, " TIME");
        return Ageing().Replace(screen, "effective priority N");
    }

    [GeneratedRegex(@"(disk|disque) +[0-9].*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Disk();

    [GeneratedRegex(@"[0-9]+s ago.*", RegexOptions.None, 1000)]
    private static partial Regex Ago();

    [GeneratedRegex(@" +([0-9]+m )?[0-9]+s\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"effective priority -?[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Ageing();
}
