using System.Globalization;
using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What is kept with a process for the next daemon: the number of its run, and its cltab line.</summary>
internal static class RunNote
{
    public static string Write(long run, CltabEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{run} {entry.Group}:{entry.Tag}:{entry.Levels}:{entry.Mode.Word()}:{entry.Command.Text}");

    /// <summary>Reads a note; the entry is null when its line cannot be read.</summary>
    public static (long Run, CltabEntry? Entry) Read(string? note)
    {
        var space = note?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (space < 0 || !long.TryParse(note.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var run))
            return (1, null);
        var document = CltabParser.Parse(note![(space + 1)..], "note");
        return (run, document.HasErrors || document.Groups.IsEmpty ? null : document.Groups[0].Entries.FirstOrDefault());
    }
}
