using System.Collections.Immutable;
using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What a node keeps of its cltab.</summary>
/// <param name="Taken">The file that is in force, as it was taken; null before the first.</param>
/// <param name="Before">The one that was in force before; null if there was none, or it is back in force.</param>
/// <param name="Undone">What the file held when <paramref name="Taken"/> was put back in force; null if it was not. It is not taken again unasked.</param>
/// <param name="Levels">Levels of groups that were gone with <paramref name="Taken"/>.</param>
internal sealed record KeptCltab(CltabText? Taken, CltabText? Before, CltabText? Undone, ImmutableDictionary<string, string> Levels)
{
    public static KeptCltab Nothing { get; } = new(null, null, null, ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>After another file was taken.</summary>
    /// <param name="text">The file.</param>
    /// <param name="levels">Levels of groups that are gone with it.</param>
    public KeptCltab Take(CltabText text, IEnumerable<KeyValuePair<string, string>> levels) => new(text, Taken, null, Nothing.Levels.AddRange(levels));

    /// <summary>After what was in force before has come back.</summary>
    /// <param name="undone">What the file holds.</param>
    public KeptCltab Undo(CltabText undone) => new(Before, null, undone, Nothing.Levels);
}
