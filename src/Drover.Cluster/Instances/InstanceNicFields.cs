using System.Globalization;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Instances;

/// <summary>Fields of an instance that show its network interfaces.</summary>
internal static class InstanceNicFields
{
    public static void AddTo(FieldTable<InstanceRow> table) => table
        .Add("nic.count", r => r.Instance.Nics.Length)
        .Add("nic.macs", r => Each(r, n => n.Mac))
        .Add("nic.ips", r => Each(r, n => n.Ip))
        .Add("nic.names", r => Each(r, n => n.Name))
        .Add("nic.uuids", r => Each(r, n => n.Uuid))
        .Add("nic.modes", r => Each(r, n => r.NicParameter(n.Mode, "mode")))
        .Add("nic.links", r => Each(r, n => r.NicParameter(n.Link, "link")))
        .Add("nic.vlans", r => Each(r, n => r.NicParameter(n.Vlan, "vlan")))
        .Add("nic.bridges", r => Each(r, n => Bridge(r, n)))
        .Add("nic.networks", r => Each(r, n => n.Network))
        .Add("nic.networks.names", r => Each(r, n => NetworkName(r, n)))
        .Add("custom_nicparams", r => Custom(r.Instance).Cell())
        .Add("ip", r => At(r, "0", n => n.Ip))
        .Add("mac", r => At(r, "0", n => n.Mac))
        .Add("bridge", r => At(r, "0", n => Bridge(r, n)))
        .Add("nic_mode", r => At(r, "0", n => r.NicParameter(n.Mode, "mode")))
        .Add("nic_link", r => At(r, "0", n => r.NicParameter(n.Link, "link")))
        .Add("nic_network", r => At(r, "0", n => n.Network))
        .Family("nic.mac/", i => r => At(r, i, n => n.Mac))
        .Family("nic.ip/", i => r => At(r, i, n => n.Ip))
        .Family("nic.name/", i => r => At(r, i, n => n.Name))
        .Family("nic.uuid/", i => r => At(r, i, n => n.Uuid))
        .Family("nic.mode/", i => r => At(r, i, n => r.NicParameter(n.Mode, "mode")))
        .Family("nic.link/", i => r => At(r, i, n => r.NicParameter(n.Link, "link")))
        .Family("nic.vlan/", i => r => At(r, i, n => r.NicParameter(n.Vlan, "vlan")))
        .Family("nic.bridge/", i => r => At(r, i, n => Bridge(r, n)))
        .Family("nic.network/", i => r => At(r, i, n => n.Network))
        .Family("nic.network.name/", i => r => At(r, i, n => NetworkName(r, n)));

    private static FieldValue Each(InstanceRow row, Func<Nic, string?> read) => CellValues.TextsOrNulls(row.Instance.Nics.Select(read));

    private static FieldValue At(InstanceRow row, string number, Func<Nic, string?> read)
    {
        var index = int.Parse(number, CultureInfo.InvariantCulture);
        return index < row.Instance.Nics.Length ? read(row.Instance.Nics[index]).OrUnavailable() : FieldValue.Unavailable;
    }

    private static string? Bridge(InstanceRow row, Nic nic) =>
        row.NicParameter(nic.Mode, "mode") == "bridged" ? row.NicParameter(nic.Link, "link") : null;

    private static string? NetworkName(InstanceRow row, Nic nic) =>
        nic.Network is { } uuid ? row.State.Objects.Find(ClusterKinds.Network, uuid)?.Name : null;

    private static RawJson Custom(Instance instance) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var nic in instance.Nics)
        {
            writer.WriteStartObject();
            foreach (var (key, value) in new[] { ("mode", nic.Mode), ("link", nic.Link), ("vlan", nic.Vlan) })
                if (value is not null)
                    writer.WriteString(key, value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
