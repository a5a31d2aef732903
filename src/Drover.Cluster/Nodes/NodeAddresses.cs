using System.Net;
using System.Net.Sockets;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Cluster.Nodes;

/// <summary>Rules for the addresses of nodes, and how they are found by name.</summary>
internal static class NodeAddresses
{
    /// <exception cref="OperationException">The text is no address in its shortest form.</exception>
    public static void Check(string parameter, string text)
    {
        if (!IPAddress.TryParse(text, out var address) || address.ToString() != text)
            throw Refusal.WrongInput($"Parameter '{parameter}': '{text}' is no IP address");
    }

    /// <exception cref="OperationException">Another node has the address.</exception>
    public static void CheckFree(KernelState state, string uuid, string parameter, string address)
    {
        if (state.Nodes().FirstOrDefault(n => n.Uuid != uuid && (n.PrimaryIp == address || n.SecondaryIp == address)) is { } other)
            throw Refusal.NotUnique($"Parameter '{parameter}': the address {address} belongs to node '{other.Name}'");
    }

    /// <summary>All nodes replicate over a second network, or none does: the master says which.</summary>
    /// <exception cref="OperationException">The node would differ from the master.</exception>
    public static void CheckHoming(KernelState state, string primary, string secondary)
    {
        if (state.Master() is not { } master || (master.PrimaryIp == master.SecondaryIp) == (primary == secondary))
            return;
        throw Refusal.WrongInput(primary == secondary
            ? $"The master '{master.Name}' has a secondary address and the new node has none; give secondary_ip"
            : $"The master '{master.Name}' has no secondary address and the new node has one; leave secondary_ip out");
    }

    /// <summary>The first address of the family of the cluster that a name has.</summary>
    /// <exception cref="OperationException">It has none, or the answer takes too long.</exception>
    public static async Task<string> ResolveAsync(string name, int ipVersion, ClusterOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var family = FamilyOf(ipVersion);
        try
        {
            var addresses = await options.Resolve(name, family, cancellationToken).WaitAsync(Delays.Limited(options.ResolveTime), clock, cancellationToken);
            return addresses.FirstOrDefault(a => a.AddressFamily == family)?.ToString() ?? throw Unresolved(name, $"it has no IPv{ipVersion} address");
        }
        catch (SocketException problem)
        {
            throw Unresolved(name, problem.Message);
        }
        catch (TimeoutException)
        {
            throw Unresolved(name, $"there was no answer within {options.ResolveTime.TotalSeconds:0.#} s");
        }
    }

    public static AddressFamily FamilyOf(int ipVersion) => ipVersion == 6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    private static OperationException Unresolved(string name, string why) => new("OpPrereqError",
        $"The name '{name}' does not resolve on the master: {why}. Put it into the name service or /etc/hosts there, or give primary_ip", "resolver_error");
}
