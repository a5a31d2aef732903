using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Drover.Nodes.Services;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace Drover.FleetLoad;

/// <summary>A node that is played: it has one group with one process, and is at once where it is told to go. It connects again when the master was lost, tells reports until they are
/// acknowledged, and carries out no order twice.</summary>
internal sealed class PlayedAgent : IAsyncDisposable
{
    private const string Tag = "httpd", Invocation = "played", Boot = "played";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly string _node;
    private readonly string _group;
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly string _stream = Guid.NewGuid().ToString("N");
    private readonly long _begun = Now;
    private readonly HashSet<Key> _orders = [];
    private readonly SortedDictionary<long, Report> _unacknowledged = [];
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ends = new();
    private readonly Task _life;
    private string _level = "1";
    private long _lastReport;

    private PlayedAgent(string master, string node, string group, X509Certificate2 certificate, byte[] authority)
    {
        (_node, _group) = (node, group);
        _life = LiveAsync(master, certificate, authority);
    }

    private static long Now => Timestamp.From(TimeProvider.System).Microseconds;

    /// <summary>Orders that it has carried out.</summary>
    public int Orders => _orders.Count;

    /// <summary>Orders that came again, and were not carried out again.</summary>
    public int Repeated { get; private set; }

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
        var agent = new PlayedAgent(master, node, group, certificate, authority);
        await await Task.WhenAny(agent._welcomed.Task, agent._life);
        return agent;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _life;
        _ends.Dispose();
    }

    private async Task LiveAsync(string master, X509Certificate2 certificate, byte[] authority)
    {
        using var channel = Channels.Open(master, authority, certificate);
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                using var call = new Fleet.FleetClient(channel).Connect(cancellationToken: _ends.Token);
                await ServeAsync(call);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException && _welcomed.Task.IsCompleted)
            {
                await Task.Delay(s_pause, _ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One connection. Nothing but its reader touches what the agent knows, so nothing is locked.</summary>
    private async Task ServeAsync(AsyncDuplexStreamingCall<AgentMessage, MasterMessage> call)
    {
        await call.RequestStream.WriteAsync(new AgentMessage { Hello = Hello() }, _ends.Token);
        if (!await call.ResponseStream.MoveNext(_ends.Token) || call.ResponseStream.Current.Welcome is null)
            throw new InvalidOperationException($"The master has not welcomed {_node}.");
        _welcomed.TrySetResult();
        var waiting = Channel.CreateUnbounded<AgentMessage>(new UnboundedChannelOptions { SingleReader = true });
        var writing = WriteAsync(call.RequestStream, waiting.Reader);
        try
        {
            waiting.Writer.TryWrite(Rows());
            waiting.Writer.TryWrite(new AgentMessage { Figures = Figures() });
            if (_unacknowledged.Count > 0)
                waiting.Writer.TryWrite(new AgentMessage { Reports = new Reports { Reports_ = { _unacknowledged.Values } } });
            while (await call.ResponseStream.MoveNext(_ends.Token))
                foreach (var message in On(call.ResponseStream.Current))
                    waiting.Writer.TryWrite(message);
        }
        finally
        {
            waiting.Writer.Complete();
            await writing;
        }
    }

    private static async Task WriteAsync(IClientStreamWriter<AgentMessage> stream, ChannelReader<AgentMessage> waiting)
    {
        try
        {
            await foreach (var message in waiting.ReadAllAsync())
                await stream.WriteAsync(message);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The reader learns it too.
        }
    }

    private IEnumerable<AgentMessage> On(MasterMessage message)
    {
        if (message.Acknowledge is { } acknowledged)
            foreach (var number in _unacknowledged.Keys.TakeWhile(number => number <= acknowledged.Number).ToList())
                _unacknowledged.Remove(number);
        return message.Call is { } call ? Answer(call) : [];
    }

    private IEnumerable<AgentMessage> Answer(Call call)
    {
        var answer = new Answer { Id = call.Id };
        switch (call.KindCase)
        {
            case Call.KindOneofCase.Tell:
                answer.Outcome = new Outcome();
                return [new AgentMessage { Answer = answer }, .. Tell(call.Order.Key, call.Tell.Level)];
            case Call.KindOneofCase.Find:
                answer.Group = new GroupFound { Group = Rows().Services.Groups[0] };
                break;
            case Call.KindOneofCase.Plan:
                answer.Plan = new NodeWire.Protocol.GroupPlan { Lines = { "start " + Tag } };
                break;
            case Call.KindOneofCase.Measure:
                answer.Measures = new Measures { Measures_ = { { Invocation, new Measure { CpuSeconds = 1, MemoryMib = 10 } } } };
                break;
            case Call.KindOneofCase.Figures:
                answer.Figures = Figures();
                break;
            default:
                answer.Failure = new Failure { Code = "CALL_UNKNOWN", Text = $"A played agent does not know {call.KindCase}." };
                break;
        }
        return [new AgentMessage { Answer = answer }];
    }

    private IEnumerable<AgentMessage> Tell(Key order, string level)
    {
        var reports = new Reports();
        if (_orders.Add(order))
        {
            _level = level;
            reports.Reports_.Add(new Report
            {
                Group = new NodeWire.Protocol.GroupChanged { Group = _group, Status = new NodeWire.Protocol.GroupStatus { Level = level, Target = level, State = "DONE", Since = Now, BootId = Boot } },
            });
        }
        else
        {
            Repeated++;
        }
        reports.Reports_.Add(new Report { Ended = new NodeWire.Protocol.LevelEnded { Command = order, Kind = (int)LevelEndKind.Reached, Word = "DONE" } });
        foreach (var report in reports.Reports_)
            _unacknowledged[report.Number = ++_lastReport] = report;
        return [Rows(), new AgentMessage { Reports = reports }];
    }

    private Hello Hello() => new()
    {
        Protocol = ProtocolVersion.Newest,
        OldestProtocol = ProtocolVersion.Oldest,
        Version = "0.1.0",
        BootId = Boot,
        MachineId = _node,
        Instance = _instance,
        ReportStream = _stream,
        Clock = Now,
    };

    private static Figures Figures() => new()
    {
        Known = true, MemoryTotal = 4096, MemoryFree = 2048, DiskTotal = 100_000, DiskFree = 50_000, Cpus = 4, CpuSockets = 1, CpuNodes = 1, BootId = Boot,
        Load = new LoadAverages { One = 0.1, Five = 0.1, Fifteen = 0.1 }, Kernel = "6.12.1", System = "played",
    };

    private AgentMessage Rows() => new()
    {
        Services = new ServicesUpdate
        {
            Whole = true,
            Groups =
            {
                new NodeWire.Protocol.GroupRow { Name = _group, Level = _level, Target = _level, StatusWord = "DONE", Word = "DONE", Since = _begun, Entries = 1, Running = 1, Levels = { "1", "2", "9" } },
            },
            Processes =
            {
                new NodeWire.Protocol.ProcessRow
                {
                    Group = _group, Tag = Tag, Mode = "respawn", State = "running", Pid = 4711, Level = _level, Since = _begun, Command = "/usr/sbin/httpd", Log = $"service/{_group}/{Tag}", Invocation = Invocation,
                },
            },
        },
    };
}
