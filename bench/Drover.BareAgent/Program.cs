using Drover.FleetLoad;
using Drover.NodeWire.Protocol;

// The least that an agent could be: one connection of gRPC over mutual TLS to a server of Drover.FleetLoad, kept until standard input ends.
if (args is not [var server, var keys])
{
    Console.Error.WriteLine("Drover.BareAgent ADDR:PORT DIR: the server, and the directory with its authority");
    return 2;
}
using var authority = Authority.Open(keys);
using var channel = Channels.Open(server, authority.Certificate, authority.Issue("bare-agent"));
using var call = new Fleet.FleetClient(channel).Connect();
await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello() });
if (!await call.ResponseStream.MoveNext(CancellationToken.None))
    return 1;
Console.WriteLine("connected");
await Console.In.ReadToEndAsync();
return 0;
