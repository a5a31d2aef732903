using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Drover.NodeAgent.Connecting;
using Drover.NodeAgent.Identity;
using Drover.NodeWire.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Drover.NodeAgent.Joining;

/// <summary>Makes this machine a node: asks the master who it is, compares that with the token, and gets a certificate for a key that was made here.</summary>
internal static class Joiner
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(20);

    /// <exception cref="DroverException"><c>MASTER_UNREACHABLE</c>, <c>MASTER_UNKNOWN</c>, <c>JOIN_REFUSED</c>.</exception>
    public static async Task<AgentIdentity> JoinAsync(string master, JoinToken token, string node, string directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var authority = await AuthorityAsync(master, token, clock, cancellationToken);
            using var key = NodeKey.Create();
            using var channel = MasterChannel.To(master, authority, client: null, clock);
            var credentials = await new Fleet.FleetClient(channel).JoinAsync(new JoinRequest
            {
                Node = node,
                Secret = token.Secret,
                Request = ByteString.CopyFrom(NodeKey.Request(key, node)),
                MachineId = Machine.Id,
                Version = Machine.Version,
            }, deadline: clock.GetUtcNow().UtcDateTime + s_time, cancellationToken: cancellationToken);
            // The address that worked is tried first; the others are where it may be tomorrow.
            return AgentIdentity.Create(directory, node, [master, .. credentials.Masters.Where(other => other != master)], credentials.Authority, credentials.Certificate, key);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.PermissionDenied or StatusCode.InvalidArgument)
        {
            throw new DroverException("JOIN_REFUSED", e.Status.Detail, e);
        }
        catch (RpcException e)
        {
            throw new DroverException("MASTER_UNREACHABLE", $"The master at {master} cannot be reached: {Why(e)}. Is the address right, and does the master listen for agents (agents-listen)?", e);
        }
    }

    private static async Task<string> AuthorityAsync(string master, JoinToken token, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var channel = MasterChannel.ToUnknown(master);
        var reply = await new Fleet.FleetClient(channel).AuthorityAsync(new AuthorityRequest(), deadline: clock.GetUtcNow().UtcDateTime + s_time, cancellationToken: cancellationToken);
        if (Fingerprint(reply.Certificate) == token.Fingerprint)
            return reply.Certificate;
        throw new DroverException("MASTER_UNKNOWN", $"Whoever answers at {master} is not the master that made the token: its authority is another one. Nothing was told to it.");
    }

    private static string? Fingerprint(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static string Why(RpcException e) => (e.InnerException?.InnerException?.Message ?? e.InnerException?.Message ?? e.Status.Detail).TrimEnd('.');
}
