using System.Threading.Channels;
using Drover.Nodes;
using Drover.NodeAgent.Configuration;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Connecting;

/// <summary>One connection to a master, as long as it lives: says who we are, carries out what is called, tells reports, rows and changes.</summary>
/// <param name="node">This node.</param>
/// <param name="identity">What it is known by.</param>
/// <param name="spool">Its reports.</param>
/// <param name="handler">Carries out calls.</param>
/// <param name="files">Keeps files of the configuration; null when none are kept.</param>
/// <param name="leases">Asks for leases over it.</param>
/// <param name="figuresEvery">How often it is looked whether the figures of the machine have moved.</param>
/// <param name="clock">Times messages.</param>
/// <param name="log">Takes what happens.</param>
internal sealed class Connection(INode node, AgentIdentity identity, ReportSpool spool, CallHandler handler, ConfigurationKeeper? files, MasterLeases leases, TimeSpan figuresEvery, TimeProvider clock, ILogger log)
{
    /// <summary>Reports that may be under way without being acknowledged.</summary>
    private const int Window = 512;

    private const int Backlog = 64;

    /// <summary>Another one for each start of the agent.</summary>
    private static readonly string s_instance = Guid.NewGuid().ToString("N");

    private static readonly TimeSpan s_helloTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_writeTime = TimeSpan.FromSeconds(10);

    /// <summary>Rows are told no oftener than this.</summary>
    private static readonly TimeSpan s_viewPause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<AgentMessage> _out = Channel.CreateBounded<AgentMessage>(new BoundedChannelOptions(Backlog) { SingleReader = true });
    private readonly AcknowledgedReports _acknowledged = new();

    /// <summary>Connects, and serves until it ends.</summary>
    /// <param name="client">The master.</param>
    /// <param name="welcomed">Told what the master says of itself; throws to end the connection.</param>
    /// <param name="cancellationToken">Set to end it.</param>
    /// <exception cref="RpcException">The master refuses, or cannot be reached, or was lost.</exception>
    public async Task RunAsync(Fleet.FleetClient client, Action<Welcome> welcomed, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = client.Connect(cancellationToken: ends.Token);
        try
        {
            await call.RequestStream.WriteAsync(new AgentMessage { Hello = Hello() }, ends.Token).WaitAsync(s_helloTime, clock, ends.Token);
            var first = await call.ResponseStream.MoveNext(ends.Token).WaitAsync(s_helloTime, clock, ends.Token) ? call.ResponseStream.Current : null;
            if (first?.AskVote is not null)
            {
                await VoteAsync(call, ends.Token);
                return;
            }
            if (first?.Welcome is not { } welcome)
                throw new RpcException(new Status(StatusCode.Unavailable, "the master has not said who it is"));
            welcomed(welcome);
            leases.Begin(_out.Writer.WriteAsync);
            Task[] parts = [ReadAsync(call.ResponseStream, ends.Token), WriteAsync(call.RequestStream, ends.Token), TellReportsAsync(ends.Token), TellViewsAsync(ends.Token), TellChangesAsync(ends.Token), TellCltabAsync(ends.Token), TellFiguresAsync(ends.Token)];
            var ended = await Task.WhenAny(parts);
            await ends.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended;
        }
        catch (TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "the master does not answer"));
        }
        finally
        {
            leases.End();
            await ends.CancelAsync();
        }
    }

    /// <summary>Says whom this node takes for the master, and waits until the vote is over: what comes of it is seen at the next connection.</summary>
    private async Task VoteAsync(AsyncDuplexStreamingCall<AgentMessage, MasterMessage> call, CancellationToken cancellationToken)
    {
        var master = identity.Master ?? files?.Master;
        NodeAgentLog.Votes(log, master ?? "nobody");
        await call.RequestStream.WriteAsync(new AgentMessage { Vote = new Vote { Master = master ?? "" } }, cancellationToken).WaitAsync(s_writeTime, clock, cancellationToken);
        try
        {
            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
                // Nothing more is said.
            }
        }
        catch (RpcException)
        {
            // However it ends, the vote is over.
        }
    }

    private Hello Hello() => new()
    {
        Capabilities = { Abilities() },
        Protocol = ProtocolVersion.Newest,
        OldestProtocol = ProtocolVersion.Oldest,
        Version = Machine.Version,
        BootId = Machine.BootId,
        MachineId = Machine.Id,
        Instance = s_instance,
        ReportStream = identity.Stream,
        Clock = Timestamp.From(clock).Microseconds,
        NewestTerm = identity.Term,
    };

    private IEnumerable<string> Abilities()
    {
        yield return Capabilities.Vote;
        yield return Capabilities.Leases;
        if (files is not null)
            yield return Capabilities.Configuration;
        if (node.TestJobs is not null)
            yield return Capabilities.TestJobs;
    }

    private async Task ReadAsync(IAsyncStreamReader<MasterMessage> stream, CancellationToken cancellationToken)
    {
        var given = new CallTable();
        while (await stream.MoveNext(cancellationToken))
            switch (stream.Current.KindCase)
            {
                case MasterMessage.KindOneofCase.Call:
                    _ = AnswerAsync(stream.Current.Call, given, cancellationToken);
                    break;
                case MasterMessage.KindOneofCase.GiveUp:
                    given.GiveUp(stream.Current.GiveUp.Id);
                    break;
                case MasterMessage.KindOneofCase.Acknowledge:
                    spool.Acknowledge(stream.Current.Acknowledge.Number);
                    _acknowledged.Take(stream.Current.Acknowledge.Number);
                    break;
                case MasterMessage.KindOneofCase.Leads:
                    identity.LearnMaster(stream.Current.Leads.Node);
                    break;
                case MasterMessage.KindOneofCase.Leases:
                    leases.Take(stream.Current.Leases);
                    break;
                case MasterMessage.KindOneofCase.LeasesChanged:
                    leases.Change();
                    break;
                case MasterMessage.KindOneofCase.Configuration when files is not null:
                    await _out.Writer.WriteAsync(new AgentMessage { Kept = files.Take(stream.Current.Configuration) }, cancellationToken);
                    break;
                default:
                    // Of a later release, which does not need to be understood.
                    break;
            }
    }

    private async Task AnswerAsync(Call call, CallTable given, CancellationToken cancellationToken)
    {
        using var end = given.Begin(call.Id, call.Order is null, cancellationToken);
        var answer = await handler.HandleAsync(call, end.Token);
        given.End(call.Id);
        try
        {
            await _out.Writer.WriteAsync(new AgentMessage { Answer = answer }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The order is known; it comes again over the next connection.
        }
    }

    private async Task WriteAsync(IClientStreamWriter<AgentMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _out.Reader.ReadAllAsync(cancellationToken))
                await stream.WriteAsync(message, cancellationToken).WaitAsync(s_writeTime, clock, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // What gRPC says when the other side has ended the call in good order.
            throw new RpcException(new Status(StatusCode.Unavailable, "the master has ended the connection"));
        }
    }

    private async Task TellReportsAsync(CancellationToken cancellationToken)
    {
        const int Most = 128;
        for (var told = 0L; ;)
        {
            var reports = await spool.ReadAsync(told, Most, cancellationToken);
            var message = new NodeWire.Protocol.Reports();
            message.Reports_.AddRange(reports);
            await _out.Writer.WriteAsync(new AgentMessage { Reports = message }, cancellationToken);
            told = reports[^1].Number;
            await _acknowledged.AtLeastAsync(told - Window, cancellationToken);
        }
    }

    private async Task TellViewsAsync(CancellationToken cancellationToken)
    {
        var feed = new ViewFeed();
        for (var version = -1L; ;)
        {
            var view = await node.Services.ViewAfterAsync(version, cancellationToken);
            version = view.Version;
            if (feed.Next(view) is { } update)
                await _out.Writer.WriteAsync(new AgentMessage { Services = update }, cancellationToken);
            await Task.Delay(s_viewPause, clock, cancellationToken);
        }
    }

    /// <summary>The first time at once: the master sees by it whether another version has come meanwhile.</summary>
    private async Task TellCltabAsync(CancellationToken cancellationToken)
    {
        for (var times = 0L; ;)
        {
            times = await node.Services.HeldCltabToldAsync(times, cancellationToken);
            if (node.Services.HeldCltab is { } held)
                await _out.Writer.WriteAsync(new AgentMessage { HeldCltab = held.ToMessage() }, cancellationToken);
        }
    }

    private async Task TellFiguresAsync(CancellationToken cancellationToken)
    {
        for (var feed = new FiguresFeed(); ;)
        {
            if (feed.Next(await node.Facts.ReadAsync(cancellationToken)) is { } figures)
                await _out.Writer.WriteAsync(new AgentMessage { Figures = figures }, cancellationToken);
            await Task.Delay(figuresEvery, clock, cancellationToken);
        }
    }

    private async Task TellChangesAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in node.Services.ReadChangesAsync(cancellationToken))
            await _out.Writer.WriteAsync(new AgentMessage { Process = change.ToMessage() }, cancellationToken);
    }
}
