using System.Globalization;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Instances;

/// <summary>Fields of an instance that show its disks.</summary>
internal static class InstanceDiskFields
{
    // What DRBD keeps beside the data of each disk, in mebibytes.
    private const long DrbdMetadata = 128;

    public static void AddTo(FieldTable<InstanceRow> table) => table
        .Add("disk.count", r => r.Instance.Disks.Length)
        .Add("disk.sizes", r => CellValues.NumbersOrNulls(r.Instance.Disks.Select(d => (long?)d.Size)))
        .Add("disk.spindles", r => CellValues.NumbersOrNulls(r.Instance.Disks.Select(d => (long?)d.Spindles)))
        .Add("disk.names", r => CellValues.TextsOrNulls(r.Instance.Disks.Select(d => d.Name)))
        .Add("disk.uuids", r => CellValues.TextsOrNulls(r.Instance.Disks.Select(d => d.Uuid)))
        .Add("disk_usage", r => Usage(r.Instance))
        .Add("sda_size", r => At(r, "0", d => d.Size))
        .Add("sdb_size", r => At(r, "1", d => d.Size))
        .Family("disk.size/", n => r => At(r, n, d => d.Size))
        .Family("disk.spindles/", n => r => At(r, n, d => ((long?)d.Spindles).OrUnavailable()))
        .Family("disk.name/", n => r => At(r, n, d => d.Name.OrUnavailable()))
        .Family("disk.uuid/", n => r => At(r, n, d => d.Uuid));

    private static FieldValue Usage(Instance instance) => instance.DiskTemplate switch
    {
        "diskless" => 0,
        "drbd" => instance.Disks.Sum(d => d.Size + DrbdMetadata),
        _ => instance.Disks.Sum(d => d.Size),
    };

    private static FieldValue At(InstanceRow row, string number, Func<Disk, FieldValue> read)
    {
        var index = int.Parse(number, CultureInfo.InvariantCulture);
        return index < row.Instance.Disks.Length ? read(row.Instance.Disks[index]) : FieldValue.Unavailable;
    }
}
