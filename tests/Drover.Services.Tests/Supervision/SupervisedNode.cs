using System.Collections.Concurrent;
using System.Text;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Supervision;
using Drover.Services.Tests.Leases;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Supervision;

/// <summary>A supervisor on a fake machine, in virtual time. Nothing here waits for time to pass: a test awaits what is to happen next.</summary>
internal sealed class SupervisedNode : IAsyncDisposable, ICltabFiles
{
    private const string CltabPath = "/etc/cltab";

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-supervisor-").FullName;
    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(1));
    private readonly List<ServiceReport> _unread = [];
    private long _read;
    private long _job;

    private SupervisedNode(string[] cltab)
    {
        Machine = new FakeMachine(Clock);
        Write(cltab);
    }

    public ManualClock Clock { get; } = new();

    public FakeMachine Machine { get; }

    public FakeAgent Agent { get; private set; } = null!;

    public Supervisor Supervisor { get; private set; } = null!;

    /// <summary>Lines of the log.</summary>
    public CapturedLog Log { get; } = new();

    /// <summary>What its instruments have measured.</summary>
    public Readings Readings { get; } = new();

    public string RunDirectory => Path.Combine(_directory, "run");

    public CancellationToken Token => _end.Token;

    /// <summary>Term of the master in the process of the supervisor.</summary>
    public long Term { get; set; } = 1;

    /// <summary>Levels at the next start.</summary>
    public LevelsAtStart LevelsAtStart { get; set; } = LevelsAtStart.Restore;

    /// <summary>Whether writes to the cltab are of now; else they are of long ago.</summary>
    public bool WritesNow { get; set; }

    /// <summary>Where the next supervisor gets leases; null: nowhere.</summary>
    public FakeLeases? Leases { get; set; } = new();

    /// <summary>The guard of the next supervisor.</summary>
    public FakeGuard Guard { get; set; } = new();

    /// <summary>Whether the next supervisor measures entries by name.</summary>
    public bool MeasuresEntries { get; set; } = true;

    /// <summary>The directory of <see cref="Include"/>.</summary>
    public const string Included = "/etc/cltab.d";

    private readonly Dictionary<string, (string Text, FileStamp Stamp)> _files = new(StringComparer.Ordinal);
    private FileStamp _directoryStamp;
    private ulong _inode;

    /// <summary>Whose the files are.</summary>
    public uint Owner { get; set; }

    /// <summary>Whether the next supervisor has a cltab of the node's own.</summary>
    public bool HasCltab { get; set; } = true;

    public static Task<SupervisedNode> StartAsync(params string[] cltab) => StartAsync(new SupervisedNode(cltab));

    /// <summary>One that has no cltab of its own.</summary>
    public static Task<SupervisedNode> StartEmptyAsync() => StartAsync(new SupervisedNode([]) { HasCltab = false });

    private static async Task<SupervisedNode> StartAsync(SupervisedNode node)
    {
        Directory.CreateDirectory(node.RunDirectory);
        await node.OpenAsync();
        return node;
    }

    /// <summary>The daemon ends without a word, and another one starts on what it left.</summary>
    public async Task RestartAsync(Action? meanwhile = null, IReadOnlyDictionary<string, GroupStatus>? remembered = null)
    {
        Supervisor.LeaveServices();
        await Supervisor.StopAsync(Token);
        Supervisor.Dispose();
        meanwhile?.Invoke();
        await OpenAsync(remembered);
    }

    public void Write(params string[] cltab) => Put(CltabPath, cltab);

    /// <summary>Writes a file into the directory of included files.</summary>
    public void Include(string name, params string[] lines)
    {
        Put($"{Included}/{name}", lines);
        _directoryStamp = NewStamp(0);
    }

    /// <summary>The daemon ends and stops its services, and another one starts.</summary>
    public async Task StopAndStartAsync(Action? meanwhile = null, IReadOnlyDictionary<string, GroupStatus>? remembered = null)
    {
        await Supervisor.StopAsync(Token);
        await RestartAsync(meanwhile, remembered);
    }

    /// <summary>The machine is started anew: of the run directory and of what ran nothing is left.</summary>
    public void Boot()
    {
        Directory.Delete(RunDirectory, recursive: true);
        Directory.CreateDirectory(RunDirectory);
        Machine.Runs.ToList().ForEach(Machine.Forget);
    }

    /// <summary>What the master has on record of groups, as of an earlier boot.</summary>
    public async Task<Dictionary<string, GroupStatus>> RememberedAsync(params string[] groups)
    {
        var last = (await Supervisor.ReadReportsAsync(0, Token)).OfType<GroupChanged>().Where(report => groups.Contains(report.Group.Group));
        return last.GroupBy(report => report.Group.Group).ToDictionary(same => same.Key, same => same.Last().Status! with { BootId = "another boot" });
    }

    /// <summary>Tells a group a level, and gives all that the order's log says on the way.</summary>
    public async Task<string> LoggedAsync(string group, string level)
    {
        var order = NewOrder();
        Assert.Null(await Supervisor.TellAsync(order, group, level, Token));
        await EndAsync(order);
        return string.Join('\n', (await Supervisor.ReadReportsAsync(0, Token)).OfType<LevelLogged>().Where(report => report.Command == order.Key).Select(report => report.Text));
    }

    public NodeCommand NewOrder(long term = 1) => new(term, new CommandKey(++_job, 0, 0));

    /// <summary>Tells a group a level and waits for its end.</summary>
    public async Task<LevelEnd> BringAsync(string group, string level)
    {
        var order = NewOrder();
        Assert.Null(await Supervisor.TellAsync(order, group, level, Token));
        return await EndAsync(order);
    }

    public async Task<LevelEnd> EndAsync(NodeCommand order) => (await ReportAsync<LevelEnded>(r => r.Command == order.Key)).End;

    /// <summary>The next report of a type that fits; others stay for later.</summary>
    public async Task<T> ReportAsync<T>(Func<T, bool> fits) where T : ServiceReport
    {
        while (true)
        {
            if (_unread.OfType<T>().FirstOrDefault(fits) is { } found)
            {
                _unread.Remove(found);
                return found;
            }
            var reports = await Supervisor.ReadReportsAsync(_read, Token);
            Assert.NotEmpty(reports);
            _read = reports[^1].Number;
            _unread.AddRange(reports);
        }
    }

    /// <summary>What the agent is asked next.</summary>
    public async Task<string> CallAsync() => await Agent.Calls.ReadAsync(Token);

    /// <summary>Waits until a process stands so.</summary>
    public async Task<ProcessRow> UntilAsync(string process, Func<ProcessRow, bool> holds)
    {
        for (var view = Supervisor.View; ; view = await Supervisor.ViewAfterAsync(view.Version, Token))
            if (view.Processes.FirstOrDefault(row => row.Name == process) is { } row && holds(row))
                return row;
    }

    public Task<GroupRow> UntilAsync(string group, string word) => UntilGroupAsync(group, row => row.Word == word);

    /// <summary>Waits until a group stands so.</summary>
    public async Task<GroupRow> UntilGroupAsync(string group, Func<GroupRow, bool> holds)
    {
        for (var view = Supervisor.View; ; view = await Supervisor.ViewAfterAsync(view.Version, Token))
            if (view.Groups.FirstOrDefault(row => row.Name == group) is { } row && holds(row))
                return row;
    }

    /// <summary>Waits until a timer of just this length is set, and lets it run out.</summary>
    public async Task PassAsync(TimeSpan delay)
    {
        await Clock.WaitForSingleTimerAsync(delay, Token);
        Clock.Advance(delay);
    }

    public CltabFileFacts Read(string path, int limit)
    {
        var (text, stamp) = _files[path];
        var bytes = Encoding.UTF8.GetBytes(text);
        return new CltabFileFacts(Owner, UnixFileMode.UserRead, IsRegular: true, bytes.Length, bytes) { Stamp = stamp };
    }

    public CltabDirectoryFacts List(string directory) =>
        new(0, UnixFileMode.UserRead, IsDirectory: true, [.. _files.Keys.Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal)).Select(Path.GetFileName).OfType<string>()])
        {
            Stamp = _directoryStamp,
        };

    public async ValueTask DisposeAsync()
    {
        Supervisor.LeaveServices();
        await Supervisor.StopAsync(CancellationToken.None);
        Supervisor.Dispose();
        _end.Dispose();
        Readings.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Put(string path, string[] lines)
    {
        var text = string.Join('\n', lines);
        _files[path] = (text, NewStamp(text.Length));
    }

    private FileStamp NewStamp(int length)
    {
        var now = WritesNow ? (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100 : 0;
        return new FileStamp(1, ++_inode, (ulong)length, now, now);
    }

    private async Task OpenAsync(IReadOnlyDictionary<string, GroupStatus>? remembered = null)
    {
        Agent = new FakeAgent(Machine, Clock);
        (_read, var agent) = (0, Agent);
        _unread.Clear();
        Supervisor = new Supervisor(
            new ServicesOptions
            {
                CltabPath = HasCltab ? CltabPath : null, ClusterCltabPath = Path.Combine(_directory, "cluster-cltab"), Node = "n1", RunDirectory = RunDirectory, OutputDirectory = Path.Combine(_directory, "output"), LevelsAtStart = LevelsAtStart,
                MeasureEntries = MeasuresEntries,
            },
            Clock, () => agent, this, Log, Readings, Leases, () => Guard);
        await Supervisor.StartAsync(remembered ?? new Dictionary<string, GroupStatus>(), Term, Token);
    }
}
