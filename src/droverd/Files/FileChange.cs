using System.Text.Json;
using DiffPlex.Renderer;

namespace Drover.Daemon.Files;

/// <summary>A change of what a file holds.</summary>
/// <param name="File">The file.</param>
/// <param name="Before">What it held; null when it was not there.</param>
/// <param name="After">What it holds; null when it is not there.</param>
internal sealed record FileChange(WatchedFile File, FileContent? Before, FileContent? After)
{
    /// <summary>Most of a difference that is told, in characters.</summary>
    private const int LongestDifference = 16 << 10;

    /// <summary><c>changed</c>, <c>created</c> or <c>removed</c>.</summary>
    public string Kind => Before is null ? "created" : After is null ? "removed" : "changed";

    /// <summary>The lines that differ as a unified diff; null where one of the two is no text.</summary>
    public string? Difference()
    {
        if (Before is { Text: null } || After is { Text: null })
            return null;
        var text = UnidiffRenderer.GenerateUnidiff(Lines(Before), Lines(After), Before is null ? "/dev/null" : File.Path, After is null ? "/dev/null" : File.Path);
        return text.Length <= LongestDifference ? text : string.Concat(text.AsSpan(0, LongestDifference), "\n[cut]\n");
    }

    // Behind the last newline DiffPlex sees one more line, which patch(1) then looks for in vain.
    private static string Lines(FileContent? content) => content?.Text is { } text ? (text.EndsWith('\n') ? text[..^1] : text) : "";

    /// <summary>Writes it as the payload of a signal.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("path", File.Path);
        json.WriteString("what", File.What);
        json.WriteString("change", Kind);
        json.WriteString("advice", File.Advice);
        json.WriteString("diff", Difference());
        json.WriteEndObject();
    }
}
