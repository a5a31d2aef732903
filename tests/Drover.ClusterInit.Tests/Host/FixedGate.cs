using System.Net.Sockets;
using Drover.Doors;
using Drover.Kernel;

namespace Drover.ClusterInit.Tests.Host;

/// <summary>Takes everybody for whom the test says.</summary>
internal sealed class FixedGate(Role role) : ICallerGate
{
    public Caller Identify(Socket socket) => Caller.User(1234, role);
}
