using Drover.Nodes.Addresses;

namespace Drover.Daemon.Mastership;

/// <summary>A machine that is not the master any more gives up the master's address, for the one that is.</summary>
internal static class LostAddress
{
    public static async Task TakeDownAsync(INodeAddresses addresses, ILogger log)
    {
        if (addresses.Present is not { } address)
            return;
        var problem = await addresses.TakeDownAsync(CancellationToken.None);
        if (problem is null)
            Log.AddressTakenDown(log, address.ToString());
        else
            Log.AddressNotTakenDown(log, address.ToString(), problem);
    }
}
