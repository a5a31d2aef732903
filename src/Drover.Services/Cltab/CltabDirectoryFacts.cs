using System.Collections.Immutable;

namespace Drover.Services.Cltab;

/// <summary>A directory of included files as it was looked at.</summary>
/// <param name="Owner">User id of its owner.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="IsDirectory">Whether it is one.</param>
/// <param name="Names">Names of all that is in it, in any order.</param>
public sealed record CltabDirectoryFacts(uint Owner, UnixFileMode Mode, bool IsDirectory, ImmutableArray<string> Names)
{
    /// <summary>Its stamp before it was read: what is added, removed or renamed in it changes that.</summary>
    public FileStamp Stamp { get; init; }

    /// <summary>Whether it had the same stamp after it was read. Default true.</summary>
    public bool IsSteady { get; init; } = true;
}
