using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Drover.Nodes.Services;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Drover.FleetLoad;

/// <summary>A node that is played: it has one group with one process, and is at once where it is told to go.</summary>
internal sealed class PlayedAgent : IAsyncDisposable
{
    private const string Tag = "httpd", Invocation = "played", Boot = "played";

    private readonly string _group;
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<AgentMessage, MasterMessage> _call;
    private readonly Channel<AgentMessage> _out = Channel.CreateUnbounded<AgentMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Key, bool> _orders = new();
    private readonly long _begun = Now;
    private Task _life = Task.CompletedTask;
    private long _lastReport;

    private PlayedAgent(string group, GrpcChannel channel, AsyncDuplexStreamingCall<AgentMessage, MasterMessage> call) => (_group, _channel, _call) = (group, channel, call);

    private static long Now => Timestamp.From(TimeProvider.System).Microseconds;

    /// <summary>Orders that it was given; one that came again counts once.</summary>
    public int Orders => _orders.Count;

    /// <summary>Joins as an invited node.</summary>
    /// <returns>Its certificate with its key, and that of the authority.</returns>
    public static async Task<(X509Certificate2 Certificate, byte[] Authority)> JoinAsync(string master, string node, string secret)
    {
        using var channel = Channels.Open(master, authority: null, client: null);
        var (key, request) = Channels.NewKey(node);
        using (key)
        {
            var credentials = await new Fleet.FleetClient(channel).JoinAsync(new JoinRequest
            {
                Node = node,
                Secret = secret,
                Request = ByteString.CopyFrom(request),
                MachineId = node,
                Version = "0.1.0",
            });
            using var issued = X509Certificate2.CreateFromPem(credentials.Certificate);
            using var authority = X509Certificate2.CreateFromPem(credentials.Authority);
            return (issued.CopyWithPrivateKey(key), authority.RawData);
        }
    }

    /// <summary>Connects, and obeys from then on.</summary>
    public static async Task<PlayedAgent> ConnectAsync(string master, string node, string group, X509Certificate2 certificate, byte[] authority)
    {
        var channel = Channels.Open(master, authority, certificate);
        var agent = new PlayedAgent(group, channel, new Fleet.FleetClient(channel).Connect());
        await agent._call.RequestStream.WriteAsync(new AgentMessage
        {
            Hello = new Hello
            {
                Protocol = ProtocolVersion.Newest,
                OldestProtocol = ProtocolVersion.Oldest,
                Version = "0.1.0",
                BootId = Boot,
                MachineId = node,
                Instance = Guid.NewGuid().ToString("N"),
                ReportStream = Guid.NewGuid().ToString("N"),
                Clock = Now,
            },
        });
        if (!await agent._call.ResponseStream.MoveNext(CancellationToken.None) || agent._call.ResponseStream.Current.Welcome is null)
            throw new InvalidOperationException($"The master has not welcomed {node}.");
        agent.Send(agent.Rows("1"));
        agent._life = Task.WhenAll(agent.ReadAsync(), agent.WriteAsync());
        return agent;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _out.Writer.Complete();
        _call.Dispose();
        await _life;
        await _channel.ShutdownAsync();
        _channel.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
                if (_call.ResponseStream.Current.Call is { } call)
                    Answer(call);
        }
        catch (RpcException)
        {
            // The end of the load, or of the master.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _out.Reader.ReadAllAsync())
                await _call.RequestStream.WriteAsync(message);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // As above.
        }
    }

    private void Answer(Call call)
    {
        var answer = new Answer { Id = call.Id };
        switch (call.KindCase)
        {
            case Call.KindOneofCase.Tell:
                answer.Outcome = new Outcome();
                Send(new AgentMessage { Answer = answer });
                GoTo(call.Order.Key, call.Tell.Level);
                return;
            case Call.KindOneofCase.Find:
                answer.Group = new GroupFound { Group = Rows("1").Services.Groups[0] };
                break;
            case Call.KindOneofCase.Plan:
                answer.Plan = new NodeWire.Protocol.GroupPlan { Lines = { "start " + Tag } };
                break;
            case Call.KindOneofCase.Measure:
                answer.Measures = new Measures { Measures_ = { { Invocation, new Measure { CpuSeconds = 1, MemoryMib = 10 } } } };
                break;
            case Call.KindOneofCase.Figures:
                answer.Figures = new Figures { Known = true, MemoryTotal = 4096, MemoryFree = 2048, DiskTotal = 100_000, DiskFree = 50_000, Cpus = 4, CpuSockets = 1, CpuNodes = 1, BootId = Boot };
                break;
            default:
                answer.Failure = new Failure { Code = "CALL_UNKNOWN", Text = $"A played agent does not know {call.KindCase}." };
                break;
        }
        Send(new AgentMessage { Answer = answer });
    }

    private void GoTo(Key order, string level)
    {
        _orders[order] = true;
        Send(Rows(level));
        Send(new AgentMessage
        {
            Reports = new Reports
            {
                Reports_ =
                {
                    new Report
                    {
                        Number = ++_lastReport,
                        Group = new NodeWire.Protocol.GroupChanged { Group = _group, Status = new NodeWire.Protocol.GroupStatus { Level = level, Target = level, State = "DONE", Since = Now, BootId = Boot } },
                    },
                    new Report { Number = ++_lastReport, Ended = new NodeWire.Protocol.LevelEnded { Command = order, Kind = (int)LevelEndKind.Reached, Word = "DONE" } },
                },
            },
        });
    }

    private AgentMessage Rows(string level) => new()
    {
        Services = new ServicesUpdate
        {
            Whole = true,
            Groups =
            {
                new NodeWire.Protocol.GroupRow { Name = _group, Level = level, Target = level, StatusWord = "DONE", Word = "DONE", Since = _begun, Entries = 1, Running = 1, Levels = { "1", "2", "9" } },
            },
            Processes =
            {
                new NodeWire.Protocol.ProcessRow
                {
                    Group = _group, Tag = Tag, Mode = "respawn", State = "running", Pid = 4711, Level = level, Since = _begun, Command = "/usr/sbin/httpd", Log = $"service/{_group}/{Tag}", Invocation = Invocation,
                },
            },
        },
    };

    private void Send(AgentMessage message) => _out.Writer.TryWrite(message);
}
