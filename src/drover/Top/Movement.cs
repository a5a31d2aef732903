using Drover.Cli.Live;

namespace Drover.Cli.Top;

/// <summary>The keys that move, the same in each list and text.</summary>
internal static class Movement
{
    /// <summary>So many rows down; null when the key is for something else.</summary>
    public static int? Of(Key key, int page) => key switch
    {
        { Kind: KeyKind.Down } or { Text: "j" } => 1,
        { Kind: KeyKind.Up } or { Text: "k" } => -1,
        { Kind: KeyKind.PageDown } or { Text: " " } => page,
        { Kind: KeyKind.PageUp } => -page,
        { Kind: KeyKind.Home } or { Text: "g" } => -int.MaxValue,
        { Kind: KeyKind.End } or { Text: "G" } => int.MaxValue,
        _ => null,
    };
}
