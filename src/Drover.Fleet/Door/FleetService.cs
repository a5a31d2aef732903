using System.Security.Cryptography.X509Certificates;
using Drover.Fleet.Agents;
using Drover.Fleet.Connections;
using Drover.Fleet.Joining;
using Drover.Fleet.Telling;
using Drover.Kernel;
using Drover.Nodes.Leases;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Drover.Fleet.Door;

/// <summary>What agents may call.</summary>
internal sealed class FleetService(IKernel kernel, FleetNodes nodes, FleetOptions options, MasterIdentity master, TimeProvider clock, ILogger log, ILeaseBook? leases = null) : NodeWire.Protocol.Fleet.FleetBase, IDisposable
{
    /// <summary>Longest hello.</summary>
    private const int MostOfHello = 4 << 10;

    /// <summary>How long an agent may take to say who it is.</summary>
    private static readonly TimeSpan s_helloTime = TimeSpan.FromSeconds(10);

    /// <summary>How long the connection of a node may take to show that it lives, when another one comes.</summary>
    private static readonly TimeSpan s_provenTime = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _closing = new();
    private readonly AgentLeases _leases = new(leases, nodes);

    /// <summary>Ends all connections, and takes no more.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose()
    {
        _leases.Dispose();
        _closing.Dispose();
    }

    public override Task<AuthorityReply> Authority(AuthorityRequest request, ServerCallContext context) =>
        Task.FromResult(new AuthorityReply { Certificate = master.Certificate });

    public override async Task<Credentials> Join(JoinRequest request, ServerCallContext context)
    {
        CheckName(request.Node, context);
        using var certificate = Issue(request.Request.ToByteArray(), request.Node, context);
        try
        {
            await kernel.ExecuteAsync(new JoinNode(
                request.Node, request.Secret, Made(certificate), request.MachineId, request.Version, Address(context)), Caller.System, context.CancellationToken);
        }
        catch (DroverException e)
        {
            throw Refuse(context, StatusCode.PermissionDenied, e.Message);
        }
        // Another machine of that name is told now that it was replaced.
        (nodes.Find(request.Node) as RemoteNode)?.Session?.End("another machine has joined by its name");
        nodes.Know(request.Node);
        FleetLog.Joined(log, Address(context), request.Node, certificate.SerialNumber);
        return Hand(certificate);
    }

    public override async Task<Credentials> Renew(RenewRequest request, ServerCallContext context)
    {
        var (agent, shown) = Identify(context);
        using var certificate = Issue(request.Request.ToByteArray(), agent.Node, context);
        try
        {
            await kernel.ExecuteAsync(new RenewCertificate(agent.Node, shown, Made(certificate)), Caller.System, context.CancellationToken);
        }
        catch (DroverException e)
        {
            throw Refuse(context, StatusCode.PermissionDenied, e.Message);
        }
        FleetLog.Renewed(log, agent.Node, certificate.SerialNumber);
        return Hand(certificate);
    }

    public override async Task Connect(IAsyncStreamReader<AgentMessage> requests, IServerStreamWriter<MasterMessage> responses, ServerCallContext context)
    {
        var (agent, serial) = Identify(context);
        var hello = await HearAsync(requests, context);
        var protocol = ProtocolVersion.Common(hello.OldestProtocol, hello.Protocol)
            ?? throw Refuse(context, StatusCode.FailedPrecondition,
                $"The agent of node {agent.Node} (version {hello.Version}) speaks protocol {hello.OldestProtocol} to {hello.Protocol}, and this master {ProtocolVersion.Oldest} to {ProtocolVersion.Newest}: bring both to releases that are next to each other");
        if (hello.NewestTerm > kernel.Term)
            throw Refuse(context, StatusCode.Aborted, $"Node {agent.Node} has heard from a later master (term {hello.NewestTerm}, this one has {kernel.Term}): this one leads no more, or its state is older than it was");
        using var session = new AgentSession(hello, Address(context), clock);
        await RefuseCloneAsync(agent.Node, hello, context);
        await responses.WriteAsync(Welcome(protocol), context.CancellationToken);
        await responses.WriteAsync(new MasterMessage { Leads = new Leads { Node = options.Node } }, context.CancellationToken);
        var node = nodes.Take(agent.Node, hello.ReportStream);
        await SlowDownAsync(node, session, MessageCost.OfConnection, context.CancellationToken);
        nodes.Attach(node, session);
        try
        {
            // It may have been taken out since it showed its certificate.
            if (kernel.State.Objects.Find(FleetAgent.Kind, agent.Node)?.Has(serial) == true)
                await ServeAsync(node, session, requests, responses, context);
        }
        finally
        {
            session.End("the connection was lost");
            nodes.Detach(node, session);
        }
        if (kernel.State.Objects.Find(FleetAgent.Kind, agent.Node) is null)
        {
            nodes.Remove(agent.Node);
            throw Removed(agent.Node);
        }
    }

    private async Task ServeAsync(RemoteNode node, AgentSession session, IAsyncStreamReader<AgentMessage> requests, IServerStreamWriter<MasterMessage> responses, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _closing.Token, session.Ended);
        var writing = session.WriteAsync(responses);
        try
        {
            while (await requests.MoveNext(ends.Token))
                await TakeAsync(node, session, requests.Current, ends.Token);
            session.End("its agent has ended");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException or InvalidOperationException)
        {
            session.End(_closing.IsCancellationRequested ? "the master stops" : "the connection was lost");
        }
        catch (Exception e)
        {
            FleetLog.Broken(log, node.Name, e);
            session.End("its connection met an error");
        }
        await writing;
    }

    /// <summary>Takes a message, and says when the next one is to be read: a node says no more than the master can keep and write.</summary>
    private async Task TakeAsync(RemoteNode node, AgentSession session, AgentMessage message, CancellationToken cancellationToken)
    {
        string? leftOut = null;
        if (message.KindCase == AgentMessage.KindOneofCase.Answer)
            session.OnAnswer(message.Answer);
        else if (message.Kept is { } kept)
            TakeKept(node, kept);
        else if (message.AskLeases is { } ask)
            _leases.Answer(node.Name, session, ask);
        else
            leftOut = message.Figures is { } figures ? node.Facts.OnTold(session, figures) : node.Services.OnMessage(message);
        if (leftOut is not null && session.IsNews(leftOut))
            FleetLog.LeftOut(log, node.Name, leftOut);
        await SlowDownAsync(node, session, MessageCost.Of(message, node.Services.Rows), cancellationToken);
        await node.Services.WrittenAsync(cancellationToken);
    }

    private async Task SlowDownAsync(RemoteNode node, AgentSession session, long cost, CancellationToken cancellationToken)
    {
        if (node.Pace.Take(cost) is not { Ticks: > 0 } pause)
            return;
        if (session.IsNews("pace"))
            FleetLog.SlowedDown(log, node.Name, options.ReportRate);
        await Task.Delay(pause, clock, cancellationToken);
    }

    private void TakeKept(RemoteNode node, ConfigurationKept kept)
    {
        if (node.Configuration.OnKept(kept) is { } problem)
            FleetLog.NotKept(log, node.Name, problem);
    }

    /// <summary>Who calls, by his certificate.</summary>
    /// <exception cref="RpcException">No node of this cluster does.</exception>
    private (FleetAgent Agent, string Serial) Identify(ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.ClientCertificate is not { } certificate)
            throw Refuse(context, StatusCode.Unauthenticated, "It shows no certificate; 'drover-agent join' gets one");
        if (master.Problem(certificate, clock.GetUtcNow()) is { } problem)
            throw Refuse(context, StatusCode.Unauthenticated, $"Its certificate is not one of a node of this cluster that is still good: {problem}");
        var (name, serial) = (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), certificate.SerialNumber);
        var state = kernel.State;
        if (state.Objects.Find(FleetAgent.Kind, name) is { } agent && agent.Has(serial))
            return (agent, serial);
        throw state.Objects.Find(RemovedCertificate.Kind, serial) is { } removed ? Removed(removed.Node)
            : Refuse(context, StatusCode.PermissionDenied, $"The certificate {serial} of node {name} is not known here: was the state of the master restored from before the node joined? 'drover add node {name} --again' lets it join anew");
    }

    private async Task<Hello> HearAsync(IAsyncStreamReader<AgentMessage> requests, ServerCallContext context)
    {
        try
        {
            var hello = await requests.MoveNext(context.CancellationToken).WaitAsync(s_helloTime, clock, context.CancellationToken) ? requests.Current.Hello : null;
            // What it says of itself is recorded.
            if (hello?.CalculateSize() > MostOfHello)
                throw Refuse(context, StatusCode.InvalidArgument, $"Its hello has more than {MostOfHello} bytes");
            return hello ?? throw Refuse(context, StatusCode.InvalidArgument, "Its first message is not a hello");
        }
        catch (TimeoutException)
        {
            throw Refuse(context, StatusCode.DeadlineExceeded, $"It has not said who it is within {s_helloTime.TotalSeconds:0} s");
        }
    }

    /// <summary>Another machine than the one that is here shows the same key: a clone. The same machine again is its agent, started anew.</summary>
    private async Task RefuseCloneAsync(string name, Hello hello, ServerCallContext context)
    {
        if ((nodes.Find(name) as RemoteNode)?.Session is not { } present || present.Hello.BootId == hello.BootId)
            return;
        try
        {
            await present.CallAsync(new Call { Figures = new ReadFigures() }, s_provenTime, context.CancellationToken);
        }
        catch (DroverException e) when (e is ConnectionLostException or { Code: AgentSession.Silent })
        {
            // It does not live any more: the machine was started anew.
            return;
        }
        catch (DroverException)
        {
            // An answer all the same.
        }
        FleetLog.Cloned(log, name, Address(context), hello.BootId);
        throw new RpcException(new Status(StatusCode.AlreadyExists,
            $"Another machine, at {present.Address}, is node {name} and lives: this one shows the same key. If it was cloned, remove what it keeps of its agent and let it join by a name of its own."));
    }

    private MasterMessage Welcome(int protocol)
    {
        var welcome = new Welcome { Protocol = protocol, Term = kernel.Term, Cluster = options.Cluster, Clock = Timestamp.From(clock).Microseconds };
        welcome.Masters.AddRange(master.Masters);
        return new MasterMessage { Welcome = welcome };
    }

    private void CheckName(string node, ServerCallContext context)
    {
        try
        {
            NodeNames.Check(node);
        }
        catch (DroverException e)
        {
            throw Refuse(context, StatusCode.InvalidArgument, e.Message);
        }
    }

    private X509Certificate2 Issue(byte[] request, string node, ServerCallContext context)
    {
        try
        {
            return master.Issue(request, node, clock.GetUtcNow());
        }
        catch (DroverException e)
        {
            throw Refuse(context, StatusCode.InvalidArgument, e.Message);
        }
    }

    private Credentials Hand(X509Certificate2 certificate)
    {
        var credentials = new Credentials { Certificate = certificate.ExportCertificatePem(), Authority = master.Certificate };
        credentials.Masters.AddRange(master.Masters);
        return credentials;
    }

    private static AgentCertificate Made(X509Certificate2 certificate) =>
        new(certificate.SerialNumber, new Timestamp((certificate.NotAfter.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond));

    private RpcException Refuse(ServerCallContext context, StatusCode code, string reason)
    {
        nodes.Instruments.Refused();
        FleetLog.Refused(log, Address(context), reason);
        return new RpcException(new Status(code, reason));
    }

    /// <summary>The trailer tells the agent that it is no mistake.</summary>
    private static RpcException Removed(string node) =>
        new(new Status(StatusCode.PermissionDenied, $"Node {node} was taken out of the fleet."), new Metadata { { Trailers.Removed, "1" } });

    private static string Address(ServerCallContext context) => context.GetHttpContext().Connection.RemoteIpAddress?.ToString() ?? "?";
}
