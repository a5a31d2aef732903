using System.Collections.Immutable;

namespace Drover.Services.Cltab;

/// <summary>A cltab as it is on disk, with what it includes.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Stamps">The states of all files and directories that it comes from, in a fixed order.</param>
/// <param name="IsSteady">Whether none of them changed while it was read.</param>
public sealed record CltabSource(CltabText Text, ImmutableArray<FileStamp> Stamps, bool IsSteady)
{
    /// <summary>Most files that a cltab may include. More are not what was meant.</summary>
    public const int MostIncluded = 1_000;

    /// <summary>Of a node that has no cltab of its own.</summary>
    public static CltabSource None { get; } = new(CltabText.Empty, [], IsSteady: true);

    /// <summary>Reads a cltab and all that it includes.</summary>
    /// <param name="path">The cltab.</param>
    /// <param name="daemonUser">User id that the daemon runs as.</param>
    /// <param name="files">How files are read.</param>
    /// <exception cref="CltabException">One of them is missing, cannot be read, or is not trusted; the text says which, and what to do.</exception>
    public static CltabSource Read(string path, uint daemonUser, ICltabFiles files)
    {
        var main = CltabFile.Read(path, daemonUser, files);
        var source = new CltabSource(new CltabText(main.Content), [main.Stamp], main.IsSteady);
        return CltabInclude.Of(main.Content).Aggregate(source, (read, include) => read.With(include, path, daemonUser, files));
    }

    /// <summary>The same with the files of a directory behind those that it has, by name.</summary>
    /// <param name="include">The directory, and the line that names it.</param>
    /// <param name="path">The cltab that includes it, for messages.</param>
    /// <param name="daemonUser">User id that the daemon runs as.</param>
    /// <param name="files">How files are read.</param>
    /// <exception cref="CltabException">See <see cref="Read"/>.</exception>
    internal CltabSource With(CltabInclude include, string path, uint daemonUser, ICltabFiles files)
    {
        var directory = CltabFile.List(include, path, daemonUser, files);
        var (parts, stamps, isSteady) = (Text.Included.ToBuilder(), Stamps.ToBuilder(), IsSteady && directory.IsSteady);
        stamps.Add(directory.Stamp);
        var left = CltabFile.MaxBytes - Text.Main.Length - parts.Sum(part => part.Bytes.Length);
        foreach (var name in directory.Names.Where(CltabInclude.Takes).Order(StringComparer.Ordinal))
        {
            var file = CltabFile.Read(Path.Combine(include.Directory, name), daemonUser, files);
            parts.Add(new CltabPart(Path.Combine(include.Directory, name), file.Content));
            stamps.Add(file.Stamp);
            isSteady &= file.IsSteady;
            if ((left -= file.Content.Length) < 0 || parts.Count > MostIncluded)
                throw new CltabException("CLTAB_TOO_LARGE",
                    $"{path} and what it includes have more than {CltabFile.MaxBytes} bytes or {MostIncluded} files. Is {include.Directory} (line {include.Line}) the right directory?");
        }
        return new CltabSource(Text with { Included = parts.ToImmutable() }, stamps.ToImmutable(), isSteady);
    }
}
