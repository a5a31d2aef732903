using Drover.Cluster.Settings;

namespace Drover.Cluster.StorageUnits;

/// <summary>The kinds of storage that disk templates lie on.</summary>
internal static class StorageTypes
{
    /// <summary>Those whose use can be told.</summary>
    public static IReadOnlyList<string> Reported { get; } = ["file", "sharedfile", "gluster", "lvm-vg", "lvm-pv"];

    /// <summary>That of a disk template.</summary>
    public static string OfTemplate(string template) => template switch
    {
        "plain" or "drbd" => "lvm-vg",
        "rbd" => "rados",
        _ => template,
    };

    /// <summary>The directory that a kind of storage lies in; null for those that lie in none.</summary>
    public static string? Directory(ClusterSettings cluster, string type) => type switch
    {
        "file" => cluster.FileStorageDir,
        "sharedfile" => cluster.SharedFileStorageDir,
        "gluster" => cluster.GlusterStorageDir,
        _ => null,
    };
}
