namespace Drover.Architecture.Tests;

/// <summary>The files of this repository, found from the place of the test program.</summary>
internal static class Repository
{
    private static readonly string[] s_built = ["artifacts", "bin", "obj", ".git", ".vs", ".idea", "TestResults", "node_modules"];

    internal static string Root { get; } = FindRoot();

    internal static string At(string relative) => Path.Combine(Root, relative);

    internal static string Relative(string path) => Path.GetRelativePath(Root, path);

    /// <summary>Files below a folder that people wrote.</summary>
    internal static IEnumerable<string> Files(string folder, string pattern)
    {
        var start = At(folder);
        return Directory.Exists(start) ? Walk(start, pattern) : [];
    }

    /// <summary>Folders below a folder, without those that a build makes.</summary>
    internal static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(At(folder)) ? WalkFolders(At(folder)) : [];

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(Subfolders(folder).SelectMany(sub => Walk(sub, pattern)));

    private static IEnumerable<string> WalkFolders(string folder) =>
        Subfolders(folder).SelectMany(sub => WalkFolders(sub).Prepend(sub));

    private static IEnumerable<string> Subfolders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(sub => !s_built.Contains(Path.GetFileName(sub)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Drover.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("This test program does not lie below the repository.");
    }
}
