using System.Collections.Immutable;

namespace Drover.Kernel;

/// <summary>Lists in records: one that was not given is written as nothing.</summary>
internal static class Sequences
{
    /// <summary>The list, or an empty one when none was given.</summary>
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> list) => list.IsDefault ? [] : list;

    /// <summary>The list, or none when it is empty, so that it is not written.</summary>
    public static ImmutableArray<T> OrNone<T>(this ImmutableArray<T> list) => list.IsDefaultOrEmpty ? default : list;
}
