using System.Net.Sockets;
using Drover.Doors;
using Drover.Kernel;

namespace Drover.Luxi.Tests.Host;

/// <summary>Takes everybody for whom the test says.</summary>
internal sealed class FixedGate : ICallerGate
{
    public Caller Next { get; set; } = Caller.User(0, Role.Operator);

    public Caller Identify(Socket socket) => Next;
}
