using Drover.Pages.Reading;

namespace Drover.Pages.Nodes;

/// <summary>A machine of the fleet as its pages show it.</summary>
/// <param name="Node">State, since when and why, figures.</param>
/// <param name="Cltab">Which version of the cluster's cltab it has; null when nobody knows.</param>
/// <param name="Groups">Groups that it has.</param>
/// <param name="Bad">How many of them are not well.</param>
public sealed record NodeLine(Row Node, Row? Cltab, int Groups, int Bad)
{
    /// <summary>The name by which groups and orders know it: that of its agent, which may have joined by another one than the cluster's.</summary>
    public string Name => NameOf(Node);

    /// <summary>The version of the cluster's cltab that it has; with a word where it is not simply the present one.</summary>
    public string CltabText => Cltab is not { } row || row.Number("version") is not { } version ? ""
        : row.Text("state") is "current" ? version == 0 ? "" : Invariant(version)
        : $"{Invariant(version)} ({row.Text("state")})";

    /// <summary>Whether its agent is here.</summary>
    public bool IsHere => Node.Text("state") == "here";

    internal static string NameOf(Row node) => node.Text("agent") is { Length: > 0 } agent ? agent : node.Text("name");

    private static string Invariant(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
