namespace Drover.Daemon.Files;

/// <summary>A file that the daemon is configured by.</summary>
/// <param name="Path">Where it is; it may not be there.</param>
/// <param name="What">What it is, in a word or two.</param>
/// <param name="Advice">What makes a change of it take effect.</param>
internal sealed record WatchedFile(string Path, string What, string Advice)
{
    /// <summary>The folder that is watched: editors put a new file in the place of the old one.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}
