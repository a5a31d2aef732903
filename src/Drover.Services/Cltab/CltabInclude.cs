using System.Text;

namespace Drover.Services.Cltab;

/// <summary>A line <c>:::include:DIRECTORY</c> of a cltab: the files of that directory belong to it.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Directory">The directory.</param>
public readonly record struct CltabInclude(int Line, string Directory)
{
    /// <summary>The key of the line.</summary>
    public const string Key = "include";

    private const string Ending = ".cltab";

    /// <summary>The lines of a cltab that include something, in their order. Wrong ones are left out: they are errors of the file.</summary>
    public static IReadOnlyList<CltabInclude> Of(ReadOnlyMemory<byte> cltab)
    {
        var found = new List<CltabInclude>();
        foreach (var (number, line) in CltabLines.Of(cltab))
            if (line.Span.StartsWith(":::include:/"u8))
                found.Add(new CltabInclude(number, Encoding.UTF8.GetString(line.Span[":::include:".Length..])));
        return found;
    }

    /// <summary>Whether a file of the directory is included by its name. What editors, rsync and package managers leave beside a file is not.</summary>
    public static bool Takes(string name) => name.EndsWith(Ending, StringComparison.Ordinal) && name[0] != '.';
}
