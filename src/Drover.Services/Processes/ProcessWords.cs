namespace Drover.Services.Processes;

/// <summary>The words of the phases.</summary>
internal static class ProcessWords
{
    /// <summary>The word of a phase as tables and signals show it.</summary>
    public static string Word(this ProcessPhase phase) => phase.ToString().ToUpperInvariant();
}
