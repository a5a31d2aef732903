namespace Drover.Cli.Shell;

/// <summary>A word that may stand at the cursor.</summary>
/// <param name="Text">The word.</param>
/// <param name="About">A few words on it, for shells that show them.</param>
internal sealed record Candidate(string Text, string About = "")
{
    /// <summary>The shell itself completes names of files here.</summary>
    public static Candidate Files { get; } = new(":files");

    /// <summary>The shell itself completes names of directories here.</summary>
    public static Candidate Directories { get; } = new(":directories");

    /// <summary>Not a word, but an order to the shell.</summary>
    public bool IsOrder => Text[0] == ':';
}
