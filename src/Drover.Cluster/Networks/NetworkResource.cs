using System.Text.Json;
using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Cluster.Networks;

/// <summary>The table of networks.</summary>
internal static class NetworkResource
{
    private static readonly string[] s_connection = ["mode", "link", "vlan"];

    public static Resource Build() => Fields().AddTo(Resource.Of<NetworkRow>("network", "Address ranges for instances")
        .KeyedBy("name", row => row.Network.Name)
        .Uuid("uuid")
        .Rows(context => context.State.Networks().Select(n => Row(context.State, n)))
        .Find((context, name) => context.State.FindNetwork(name) is { } network ? Row(context.State, network) : null, "Network {0} not found"))
        .Build();

    private static NetworkRow Row(KernelState state, Network network) => new(
        network,
        [.. state.Groups().Where(g => ParameterObjects.Get(g.Networks, network.Uuid) is not null)],
        [.. state.Instances().Where(i => i.Nics.Any(n => n.Network == network.Uuid))]);

    private static FieldTable<NetworkRow> Fields() =>
        new FieldTable<NetworkRow>("network", "name", "network", "gateway", "mac_prefix", "group_list", "tags")
            .AddCommon(r => r.Network)
            .Add("network", r => r.Network.Range)
            .Add("network6", r => r.Network.Range6)
            .Add("gateway", r => r.Network.Gateway)
            .Add("gateway6", r => r.Network.Gateway6)
            .Add("mac_prefix", r => r.Network.MacPrefix)
            .Add("map", r => AddressPool.Map(r.Network).OrUnavailable())
            .Add("free_count", r => (AddressPool.Map(r.Network)?.LongCount(c => c == '.')).OrUnavailable())
            .Add("reserved_count", r => (AddressPool.Map(r.Network)?.LongCount(c => c == 'X')).OrUnavailable())
            .Add("external_reservations", r => r.Network.ExtReservations.OrUnavailable())
            .Add("group_cnt", r => r.Groups.Count)
            .Add("group_list", r => GroupList(r).Cell())
            .Add("inst_cnt", r => r.Instances.Count)
            .Add("inst_list", r => CellValues.Names(r.Instances));

    private static RawJson GroupList(NetworkRow row) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var group in row.Groups)
        {
            using var connection = JsonDocument.Parse(ParameterObjects.Get(group.Networks, row.Network.Uuid)!.Value.Utf8);
            writer.WriteStartArray();
            writer.WriteStringValue(group.Name);
            foreach (var key in s_connection)
                writer.WriteStringValue(connection.RootElement.TryGetProperty(key, out var value) ? value.Text() : "");
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    });
}

/// <summary>A network with what a query shows beside it.</summary>
internal sealed record NetworkRow(Network Network, IReadOnlyList<NodeGroup> Groups, IReadOnlyList<Instance> Instances);
