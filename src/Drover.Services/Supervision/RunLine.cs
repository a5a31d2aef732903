using System.Globalization;
using System.Text;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

/// <summary>
/// The note of older builds, whose processes may still run: words of the form <c>name=value</c>, and last <c>line=</c> with the cltab
/// line and all that follows. Options of the entry were not kept. Words that are not known are skipped.
/// </summary>
internal static class RunLine
{
    private const string Line = "line=";

    public static RunNote Read(string note)
    {
        var at = note.IndexOf(" " + Line, StringComparison.Ordinal);
        var words = (at < 0 ? note : note[..at]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var account = new ProcessAccount(Count("restarts"), Exit(), Number("died") is { } died ? TimeSpan.FromMilliseconds(died) : null, Count("hits"), Count("pauses"));
        var entry = at < 0 ? null : Parse(note[(at + 1 + Line.Length)..], words.GetValueOrDefault("charset") == "latin1");
        return new RunNote(Number("run") ?? 1, entry, account) { HasOptions = false };

        long? Number(string name) =>
            long.TryParse(words.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        int Count(string name) => (int)Math.Min(Number(name) ?? 0, int.MaxValue);

        ExitStatus? Exit()
        {
            ExitStatus? exit = Number("exit") is { } code ? ExitStatus.Exited((int)code)
                : Number("signal") is { } signal ? ExitStatus.Killed((int)signal)
                : words.ContainsKey("exit") ? ExitStatus.Unknown : null;
            return exit is { } known && words.ContainsKey("out-of-memory") ? known with { IsOutOfMemory = true } : exit;
        }
    }

    private static CltabEntry? Parse(string line, bool isLatin1)
    {
        var document = CltabParser.Parse((isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(line), "note");
        return document.HasErrors || document.Groups.IsEmpty ? null : document.Groups[0].Entries.FirstOrDefault();
    }
}
