using Drover.Cli.Starting;
using Drover.Cli.Support;

namespace Drover.Cli.Top;

/// <summary>The command lines of before, oldest first, in a file that only its owner can read. Where it cannot be written, they last as long as the run.</summary>
/// <param name="path">The file; null for none.</param>
internal sealed class CommandHistory(string? path)
{
    /// <summary>Older ones are dropped.</summary>
    public const int Most = 1000;

    private readonly List<string> _lines = Read(path);

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Among what is kept of this user; null where there is no place for it.</summary>
    public static string? FileOf(Func<string, string?> environment) => UserState.Of(environment) is { } place ? Path.Combine(place, "history") : null;

    /// <summary>Keeps a line; not one that begins with a blank, says the same as the one before, or holds what looks like a secret.</summary>
    public void Add(string line)
    {
        if (line.Length == 0 || line[0] == ' ' || (_lines.Count > 0 && _lines[^1] == line) || Redaction.Text(line) != line)
            return;
        _lines.Add(line);
        Trim(_lines);
        if (path is not null)
            Write(path, line);
    }

    /// <summary>What others have added meanwhile stays: the file is read again, and takes the place of the old one whole.</summary>
    private static void Write(string path, string line)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var lines = Read(path);
            lines.Add(line);
            Trim(lines);
            var next = $"{path}.{Environment.ProcessId}";
            using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            using (var writer = new StreamWriter(file) { NewLine = "\n" })
            {
                foreach (var kept in lines)
                    writer.WriteLine(kept);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A history is a comfort: without its file it is there until the end of the run.
        }
    }

    private static List<string> Read(string? path)
    {
        try
        {
            List<string> lines = path is not null && File.Exists(path) ? [.. File.ReadLines(path).TakeLast(Most)] : [];
            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Trim(List<string> lines)
    {
        if (lines.Count > Most)
            lines.RemoveRange(0, lines.Count - Most);
    }
}
