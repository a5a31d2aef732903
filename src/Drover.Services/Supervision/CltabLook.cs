using System.Collections.Immutable;
using Drover.Nodes.Services;
using Drover.Services.Cltab;

namespace Drover.Services.Supervision;

/// <summary>What a look at the cltab came to.</summary>
/// <param name="Text">What it says; nothing if it does not count.</param>
/// <param name="Stamps">The states that its files and directories were in.</param>
/// <param name="IsSteady">Whether they stayed so while they were read.</param>
/// <param name="Problem">Why it does not count; null if it does.</param>
internal sealed record CltabLook(CltabText Text, ImmutableArray<FileStamp> Stamps, bool IsSteady, CltabException? Problem)
{
    /// <param name="source">The node's own.</param>
    /// <param name="cluster">That of the cluster; null if there is none.</param>
    public static CltabLook At(CltabSource source, ClusterCltab? cluster) => new(source.Text with { Cluster = cluster }, source.Stamps, source.IsSteady, null);

    public static CltabLook Failed(CltabException problem) => new(new CltabText(default), [], IsSteady: true, problem);

    /// <summary>Whether it shows the files as another look did, and nobody wrote in between.</summary>
    public bool IsSameAs(CltabLook before) => IsSteady && Stamps.SequenceEqual(before.Stamps) && before.Problem is null;

    /// <summary>Whether all files have stood still for so long.</summary>
    public bool HasSettled(DateTimeOffset now, TimeSpan time) => IsSteady && Stamps.All(stamp => stamp.Age(now) >= time);

    /// <exception cref="CltabException">It does not count.</exception>
    public CltabDocument Parse(string path, string node) => Problem is null ? CltabParser.Parse(Text, path, node) : throw Problem;
}
