using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Tagging;

/// <summary>The table of tags: one row for each tag of each object.</summary>
internal static class TagResource
{
    public static Resource Build() => Resource.Of<TagRow>("tag", "Labels of cluster, groups, nodes, instances and networks")
        .KeyedBy("path", row => row.Path)
        .Rows(context => Tags.Everything(context.State)
            .SelectMany(entry => entry.Target.Tags.Select(tag => new TagRow(entry.Kind, entry.Target.Name, tag, $"{entry.Path}/{tag}"))))
        .VisibleTo(Visibility.Everyone)
        .Field("kind", "Kind", FieldKind.Text, "What carries the tag: cluster, nodegroup, node, instance or network", r => r.Kind, isDefault: true)
        .Field("name", "Name", FieldKind.Text, "Name of the object that carries the tag", r => r.Name, FieldFlags.Hostname, isDefault: true)
        .Field("tag", "Tag", FieldKind.Text, "The tag", r => r.Tag, isDefault: true)
        .Field("path", "Path", FieldKind.Text, "Place of the object with the tag behind it", r => r.Path)
        .Build();
}

/// <summary>A tag on an object.</summary>
internal sealed record TagRow(string Kind, string Name, string Tag, string Path);
