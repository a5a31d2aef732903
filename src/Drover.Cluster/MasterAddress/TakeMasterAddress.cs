using System.Net.Sockets;
using Drover.Kernel.Commands;

namespace Drover.Cluster.MasterAddress;

/// <summary>The cluster has the address of the master that the settings name.</summary>
internal sealed class TakeMasterAddress(MasterAddressOptions given) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        var before = decision.State.Cluster();
        var isOfVersion6 = given.Address.AddressFamily == AddressFamily.InterNetworkV6;
        var after = before with
        {
            MasterIp = given.Address.ToString(),
            MasterNetmask = given.Prefix ?? (isOfVersion6 ? 128 : 32),
            MasterNetdev = given.Device ?? before.MasterNetdev,
        };
        if (after == before)
            return false;
        decision.Store(ClusterKinds.Cluster, ClusterKinds.ClusterKey, ConfigObject.Touched(after, decision.Now));
        return true;
    }
}
