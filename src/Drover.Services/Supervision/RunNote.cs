using System.Globalization;
using System.Text;
using Drover.Services.Cltab;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

/// <summary>
/// What is kept with a process for the next daemon. One line: words of the form <c>name=value</c>, and last <c>line=</c> with the cltab
/// line and all that follows. Words that are not known are skipped.
/// </summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Entry">The entry as it was started, without its options; null when its line cannot be read.</param>
/// <param name="Account">The account of the entry at this start, with times of the boot clock.</param>
internal sealed record RunNote(long Run, CltabEntry? Entry, ProcessAccount Account)
{
    private const string Line = "line=";

    public string Write()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"run={Run} ");
        Add("restarts", Account.Restarts);
        Add("hits", Account.Hits);
        Add("pauses", Account.Pauses);
        if (Account.DiedAt is { } died)
            Add("died", (long)died.TotalMilliseconds);
        if (Account.LastExit is { } exit)
            text.Append(exit.Code is { } code ? $"exit={code} " : exit.Signal is { } signal ? $"signal={signal} " : "exit=unknown ")
                .Append(exit.IsOutOfMemory ? "out-of-memory=yes " : "");
        if (Entry!.Command.IsLatin1)
            text.Append("charset=latin1 ");
        return text.Append(Line).Append(Entry.Group).Append(':').Append(Entry.Tag).Append(':').Append(Entry.Levels.Text).Append(':')
            .Append(Entry.Mode.Word()).Append(':').Append(Entry.Command.Text).ToString();

        void Add(string name, long value)
        {
            if (value != 0)
                text.Append(CultureInfo.InvariantCulture, $"{name}={value} ");
        }
    }

    public static RunNote Read(string? note)
    {
        note ??= "";
        var at = note.IndexOf(" " + Line, StringComparison.Ordinal);
        var words = (at < 0 ? note : note[..at]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var account = new ProcessAccount(Count("restarts"), Exit(), Number("died") is { } died ? TimeSpan.FromMilliseconds(died) : null, Count("hits"), Count("pauses"));
        return new RunNote(Number("run") ?? 1, at < 0 ? null : Parse(note[(at + 1 + Line.Length)..], words.GetValueOrDefault("charset") == "latin1"), account);

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
