namespace Drover.Pages.Logs;

/// <summary>A part of a log.</summary>
/// <param name="Name">Name of the log.</param>
/// <param name="Lines">Its lines; null when the reader may not see it.</param>
/// <param name="Older">Where the lines before them end; null when there are none.</param>
/// <param name="Newer">Where the lines after them begin; null when these are the last.</param>
public sealed record LogView(string Name, IReadOnlyList<OutputLine>? Lines, long? Older, long? Newer)
{
    /// <summary>The page of the log.</summary>
    public string Address => "/logs/" + Uri.EscapeDataString(Name);
}
