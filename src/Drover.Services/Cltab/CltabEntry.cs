using Drover.Services.Settings;

namespace Drover.Services.Cltab;

/// <summary>One line of a cltab: a process that a group runs in some levels.</summary>
/// <param name="Group">Name of its group.</param>
/// <param name="Tag">Its name, unique in the file.</param>
/// <param name="Levels">The levels it belongs to.</param>
/// <param name="Mode">How it is run.</param>
/// <param name="Command">What is run.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Options">What extension lines say about it; defaults where they say nothing.</param>
public sealed record CltabEntry(
    string Group, string Tag, LevelField Levels, CltabMode Mode, CltabCommand Command, int Line, EntryOptions Options)
{
    /// <summary>Whether it is run in a level: it belongs to it, and is not <c>off</c>.</summary>
    public bool RunsIn(string level) => Mode != CltabMode.Off && Levels.Includes(level);

    /// <summary>Whether a process that was started as <paramref name="other"/> must be started anew to be what this entry says.</summary>
    public bool NeedsRestart(CltabEntry other) =>
        Mode != other.Mode || Command != other.Command || Options.Spawn != other.Options.Spawn;

    /// <summary>Whether both say the same; on which line they say it does not matter.</summary>
    public bool SameAs(CltabEntry other) => this == (other with { Line = Line });
}
