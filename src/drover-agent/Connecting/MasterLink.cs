using System.Security.Cryptography.X509Certificates;
using Drover.Nodes;
using Drover.NodeAgent.Configuration;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Connecting;

/// <summary>Keeps a connection to a master: looks for one at all addresses that are known, with growing pauses, and gets a new certificate in good time.</summary>
/// <param name="node">This node.</param>
/// <param name="identity">What it is known by.</param>
/// <param name="spool">Its reports.</param>
/// <param name="handler">Carries out calls.</param>
/// <param name="files">Keeps files of the configuration; null when none are kept.</param>
/// <param name="leases">Asks a master for leases.</param>
/// <param name="figuresEvery">How often it is looked whether the figures of the machine have moved.</param>
/// <param name="clock">Measures pauses.</param>
/// <param name="log">Takes what happens.</param>
internal sealed class MasterLink(INode node, AgentIdentity identity, ReportSpool spool, CallHandler handler, ConfigurationKeeper? files, MasterLeases leases, TimeSpan figuresEvery, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_renewTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_renewAgain = TimeSpan.FromMinutes(10);

    /// <summary>Looks for masters and serves them.</summary>
    /// <returns>Whether this node was taken out of the fleet; else it was cancelled.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var pause = s_firstPause;
        var place = 0;
        string? told = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var masters = identity.Masters;
            var master = masters[place++ % masters.Count];
            var isServed = false;
            try
            {
                await ConnectAsync(master, () => isServed = true, cancellationToken);
                // It has ended for a new certificate, or because the master said so.
                (pause, told) = (s_firstPause, null);
            }
            catch (RpcException e) when (e.Trailers.GetValue(Trailers.Removed) is not null)
            {
                return true;
            }
            catch (Exception e) when (e is RpcException or HttpRequestException or IOException or TimeoutException or OperationCanceledException or DroverException)
            {
                if (cancellationToken.IsCancellationRequested)
                    break;
                if (isServed)
                    (pause, told, place) = (s_firstPause, null, 0);
                Tell(master, e, ref told);
            }
            // Where there are several, the next one is tried at once, and a pause made after each round.
            if (place % masters.Count != 0 && !isServed)
                continue;
            await Task.Delay(Jittered(pause), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
        return false;
    }

    private async Task ConnectAsync(string master, Action served, CancellationToken cancellationToken)
    {
        using var certificate = identity.OpenCertificate();
        using var channel = MasterChannel.To(master, identity.Authority, certificate, clock);
        var client = new Fleet.FleetClient(channel);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isRenewed = false;
        var renewing = RenewAsync(client, certificate, () =>
        {
            isRenewed = true;
            ends.Cancel();
        }, ends.Token);
        try
        {
            await new Connection(node, identity, spool, handler, files, leases, figuresEvery, clock, log).RunAsync(client, welcome =>
            {
                if (welcome.Term < identity.Term)
                {
                    NodeAgentLog.StaleMaster(log, master, welcome.Term, identity.Term);
                    throw new DroverException("STALE_MASTER", $"the master at {master} leads no more");
                }
                identity.Learn(master, welcome.Masters, welcome.Term);
                NodeAgentLog.Connected(log, master, welcome.Term);
                served();
            }, ends.Token);
        }
        catch (Exception e) when (isRenewed && e is RpcException or OperationCanceledException)
        {
            // The next connection shows the new certificate.
        }
        finally
        {
            await ends.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Waits until a third of the certificate's time is left, and gets another one.</summary>
    private async Task RenewAsync(Fleet.FleetClient client, X509Certificate2 certificate, Action renewed, CancellationToken cancellationToken)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        var due = to - (to - from) / 3;
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = due - clock.GetUtcNow().UtcDateTime;
            // A timer cannot be longer than some weeks.
            var most = TimeSpan.FromDays(1);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < most ? wait : most, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            try
            {
                using var key = NodeKey.Create();
                var credentials = await client.RenewAsync(
                    new RenewRequest { Request = ByteString.CopyFrom(NodeKey.Request(key, identity.Node)) }, deadline: clock.GetUtcNow().UtcDateTime + s_renewTime, cancellationToken: cancellationToken);
                identity.Replace(credentials.Certificate, key);
                using var made = identity.OpenCertificate();
                NodeAgentLog.Renewed(log, made.NotAfter.ToUniversalTime());
                renewed();
                return;
            }
            catch (Exception e) when (e is RpcException or IOException)
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                NodeAgentLog.NotRenewed(log, e is RpcException { Status.Detail: var detail } ? detail : e.Message, to);
                await Task.Delay(s_renewAgain, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(string master, Exception e, ref string? told)
    {
        var isRefusal = e is RpcException { StatusCode: StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.Aborted };
        var why = e is RpcException rpc ? isRefusal ? rpc.Status.Detail : $"{master}: {rpc.InnerException?.InnerException?.Message ?? rpc.InnerException?.Message ?? rpc.Status.Detail}" : e.Message;
        if (why == told)
            return;
        told = why;
        if (isRefusal)
            NodeAgentLog.Refused(log, master, why);
        else
            NodeAgentLog.Lost(log, why.TrimEnd('.'));
    }

    /// <summary>Between half and all of it, so that a thousand agents do not come at once.</summary>
    private static TimeSpan Jittered(TimeSpan pause) => pause * (0.5 + Random.Shared.NextDouble() / 2);
}
