using System.Globalization;

namespace Drover.Storage.Logs;

/// <summary>One file of a log. Its name says where in the log it begins, so that a lost index can be made again from the bytes alone:
/// <c>OFFSET-LINE.log</c> with 19 digits each, and beside it the index <c>OFFSET-LINE.idx</c>.</summary>
/// <param name="Directory">Directory of the log.</param>
/// <param name="Offset">Offset of its first byte in the log.</param>
/// <param name="Line">Number of the line to which that byte belongs, from 1.</param>
internal readonly record struct Segment(string Directory, long Offset, long Line)
{
    private const string Extension = ".log";
    private const int Digits = 19;

    internal string DataPath => Path.Combine(Directory, Stem + Extension);

    internal string IndexPath => Path.Combine(Directory, Stem + ".idx");

    private string Stem => string.Create(CultureInfo.InvariantCulture, $"{Offset:D19}-{Line:D19}");

    /// <summary>The files of a log, the oldest first; none when there is no such log.</summary>
    internal static List<Segment> All(string directory)
    {
        var found = new List<Segment>();
        try
        {
            foreach (var path in System.IO.Directory.EnumerateFiles(directory, "*" + Extension))
                if (Parse(directory, Path.GetFileNameWithoutExtension(path)) is { } segment)
                    found.Add(segment);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        found.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return found;
    }

    /// <summary>Removes it; a reader that has it open reads on.</summary>
    internal void Delete()
    {
        File.Delete(DataPath);
        File.Delete(IndexPath);
    }

    private static Segment? Parse(string directory, ReadOnlySpan<char> stem) =>
        stem.Length == (2 * Digits) + 1 && stem[Digits] == '-'
        && long.TryParse(stem[..Digits], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
        && long.TryParse(stem[(Digits + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new Segment(directory, offset, line)
            : null;
}
