namespace Drover.Agent.Shares.Walking;

/// <summary>A path below the root of a tree, as the names that it is made of. The root itself has none.</summary>
/// <param name="Names">The names, each without zero.</param>
internal readonly record struct RawPath(IReadOnlyList<byte[]> Names)
{
    internal static readonly RawPath Root = new([]);

    internal static RawPath Parse(string text) => text is "." or "" ? Root : new([.. text.Split('/').Select(RawName.Parse)]);

    /// <summary>As people and wires see it; <c>.</c> for the root.</summary>
    public override string ToString() => Names is null or [] ? "." : string.Join('/', Names.Select(name => RawName.Show(name)));
}
