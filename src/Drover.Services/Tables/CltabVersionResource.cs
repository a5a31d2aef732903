using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Services.ClusterCltabs;

namespace Drover.Services.Tables;

/// <summary>The table of versions of the cluster's cltab.</summary>
internal static class CltabVersionResource
{
    public static Resource Build(INodes nodes) => Resource.Of<CltabVersion>("cltab-version", "Versions of the cluster's cltab")
        .KeyedBy("version", version => (long)version.Version)
        .Rows(context => context.State.Objects.All(CltabVersion.Kind).OrderBy(version => version.Version))
        .FindById((context, number) => number is > 0 and <= int.MaxValue ? CltabRollout.Find(context.State, (int)number) : null)
        .VisibleTo(Visibility.Everyone)
        .Field("version", "Version", FieldKind.Number, "Its number", version => (long)version.Version, isDefault: true)
        .Field(new FieldDefinition("state", "State", FieldKind.Text, "Whether it is the current one, a canary that some nodes try, or an old one", FieldFlags.None, true), (context, version) => State(CltabRollout.Of(context.State), version.Version))
        .Field("set", "Set", FieldKind.Timestamp, "When it was set", version => FieldValue.Seconds(version.Set), isDefault: true)
        .Field("job", "Job", FieldKind.Number, "The job that set it", version => version.Job, isDefault: true)
        .Field("nodes", "Nodes", FieldKind.Other, "Nodes that have it now", version => FieldValue.Of([.. nodes.All.Where(node => node.Services.HeldCltab?.Version == version.Version).Select(node => node.Name)]), isDefault: true)
        .Field("hash", "Hash", FieldKind.Text, "SHA-256 of its text", version => version.Hash)
        // It quotes commands, which is for those who may read the cltab.
        .VisibleTo(Visibility.Operators)
        .Field("file", "File", FieldKind.Text, "The file that it was read from", version => version.Name.OrUnavailable(), isDefault: true)
        .Field("text", "Text", FieldKind.Text, "The whole of it", version => version.Text)
        .Build();

    private static FieldValue State(CltabRollout rollout, int version) => version == rollout.Current ? "current" : version == rollout.Canary ? "canary" : "old";
}
