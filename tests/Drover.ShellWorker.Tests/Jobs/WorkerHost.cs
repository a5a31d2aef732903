using System.Text;
using System.Text.Json;
using Drover.Agent.TestJobs;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Lab;
using Drover.Lab.TestJobs;
using Drover.Nodes;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Storage.Logs;
using Drover.Tests.Shared;
using Drover.Yaml;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.ShellWorker.Tests.Jobs;

/// <summary>A kernel with the lab and the built-in worker, on a real store and with real processes, in a directory of its own.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drs-").FullName;
    private readonly Func<ShellWorkerOptions, ShellWorkerOptions> _change;
    private readonly TestJobOptions _machine;
    private LogFiles _logs = null!;
    private PlainLogs _output = null!;
    private TestJobMachine _own = null!;
    private ShellWorkerDomain _worker = null!;

    private WorkerHost(Func<ShellWorkerOptions, ShellWorkerOptions> change)
    {
        _change = change;
        _machine = Machine("node1", State, Work);
        Node = new JobNode("web2", Machine("web2", Path.Combine(_directory, "web2"), Path.Combine(_directory, "web2-jobs")), Said);
    }

    /// <summary>What the daemons have said.</summary>
    public CapturedLog Said { get; } = new();

    public KernelHost Kernel { get; private set; } = null!;

    public LabDomain Lab { get; private set; } = null!;

    /// <summary>A node that takes test jobs, away at first.</summary>
    public JobNode Node { get; }

    /// <summary>Notes about the test jobs of the node.</summary>
    public string NodeNotes => Path.Combine(_directory, "nodes", "web2");

    public string Work => Path.Combine(_directory, "jobs");

    public string State => Path.Combine(_directory, "worker");

    public static async Task<WorkerHost> StartAsync(Func<ShellWorkerOptions, ShellWorkerOptions>? change = null, bool hasShell = true)
    {
        var host = new WorkerHost(change ?? (options => options));
        // Steps run as another user where the tests run as root.
        File.SetUnixFileMode(host._directory, (UnixFileMode)0b111_101_101);
        await host.StartKernelAsync();
        if (!hasShell)
            return host;
        await host.AddTypeAsync("shell");
        await host.AddDeviceAsync("box", "shell");
        return host;
    }

    /// <summary>The node comes, as a worker with a shell: the device <c>remote</c>.</summary>
    public async Task AddNodeAsync()
    {
        Node.Connect();
        await DoAsync("OP_WORKER_ADD", json => json.WriteString("name", "web2"));
        await AddTypeAsync("shell-remote");
        await AddDeviceAsync("remote", "shell-remote", "web2");
    }

    public Task AddDeviceAsync(string name, string type, string worker = "own") => DoAsync("OP_DEVICE_ADD", json =>
    {
        json.WriteString("name", name);
        json.WriteString("device_type", type);
        json.WriteString("worker", worker);
        json.WriteString("health", "good");
    });

    public Task AddTypeAsync(string name) => DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", name));

    /// <summary>The daemon ends, whatever runs, and starts again.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await StopAsync();
        meanwhile?.Invoke();
        await StartKernelAsync();
    }

    /// <summary>Submits a test job of one definition.</summary>
    public Task<long> SubmitAsync(string steps, string more = "", string timeout = "minutes: 5", string type = "shell") => SubmitTextAsync(
        $"job_name: a\ndevice_type: {type}\nvisibility: public\ntimeouts: {{job: {{{timeout}}}}}\nactions:\n- test:\n    definitions:\n    - from: inline\n      name: s\n      path: s.yaml\n{more}"
        + $"      repository:\n        metadata: {{name: s}}\n        run:\n          steps:\n{string.Concat(steps.Split('\n').Select(step => $"          - {JsonSerializer.Serialize(step)}\n"))}");

    public async Task<long> SubmitTextAsync(string definition) => (await SubmitAsync("OP_TEST_JOB_RUN", json => json.WriteString("definition", definition))).Id;

    public Task CancelAsync(long id) => Kernel.ExecuteAsync(new CancelJob(id, kill: false), Caller.System, TestContext.Current.CancellationToken);

    public Task CleanAsync() => _worker.CleanAsync(Kernel, TestContext.Current.CancellationToken);

    /// <summary>Waits for the end; returns how it ended.</summary>
    public async Task<TestJob> EndAsync(long id)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Jobs[id].Status.IsFinal())
                break;
            await change.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        using var store = Kernel.ReadStore();
        return TestJob.Finished.Find(store, TestJob.KeyOf(id))!;
    }

    public TestJob? Find(long id) => Kernel.State.Objects.Find(TestJob.Kind, TestJob.KeyOf(id));

    /// <summary>What the job has written, without the trace of the shell and signals of the frame.</summary>
    public List<string> Output(long id) => [.. Lines(id, "target").Select(line => line.Find("msg")!.AsText()!).Where(line => !line.StartsWith('+') && !line.Contains("RUN ", StringComparison.Ordinal))];

    /// <summary>The cases in the log, in order.</summary>
    public List<string> Cases(long id) => [.. Lines(id, "results").Select(line => (YamlMap)line.Find("msg")!).Select(line => $"{Text(line, "definition")}.{Text(line, "case")} {Text(line, "result")}")];

    public List<YamlMap> Lines(long id, string level)
    {
        using var reader = _logs.Open($"test-job/{id}");
        if (reader is null)
            return [];
        var text = new StringBuilder();
        for (var offset = 0L; reader.Read(offset, 1 << 20) is { Bytes.IsEmpty: false } piece; offset = piece.Next)
            text.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
        return text.Length == 0 ? [] : [.. ((YamlList)YamlReader.Read(text.ToString(), YamlRules.Safe)).Cast<YamlMap>().Where(line => line.Find("lvl")!.AsText() == level)];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Text(YamlMap map, string key) => ((YamlScalar)map.Find(key)!).Written;

    private async Task DoAsync(string opId, Action<Utf8JsonWriter> parameters)
    {
        var id = (await SubmitAsync(opId, parameters)).Id;
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Jobs[id].Status.IsFinal())
                break;
            await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        Assert.Equal(JobStatus.Success, Kernel.State.Jobs[id].Status);
    }

    private async Task<SubmitAnswer> SubmitAsync(string opId, Action<Utf8JsonWriter> parameters)
    {
        using var document = JsonDocument.Parse(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("OP_ID", opId);
            parameters(json);
            json.WriteEndObject();
        }).Utf8);
        var opcode = new OpcodeReader(Kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own, 0);
        var answer = (await Kernel.ExecuteAsync(new SubmitJobs([[opcode]]), Caller.System, TestContext.Current.CancellationToken))[0];
        Assert.Null(answer.Refusal);
        return answer;
    }

    private async Task StartKernelAsync()
    {
        _logs = new LogFiles(new LogFilesOptions { Directory = Path.Combine(_directory, "logs") }, TimeProvider.System);
        Lab = new LabDomain(new LabOptions { OwnWorker = "own" }, _logs, NullLoggerFactory.Instance);
        _output = new PlainLogs(() => [], _machine.FindOutput, TimeProvider.System);
        _own = new TestJobMachine(_machine, TimeProvider.System, Said);
        var own = new OwnNode("node1", null!, null!, null!, new LocalLogs([_output], TimeProvider.System)) { TestJobs = _own };
        _worker = new ShellWorkerDomain(
            Lab, _change(new ShellWorkerOptions { Name = "own", StateDirectory = State, NodesDirectory = Path.Combine(_directory, "nodes") }), new NodeList(own, Node), TimeProvider.System, Said);
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = Path.Combine(_directory, "state"), ReserveBytes = 0 }, TimeProvider.System);
        Kernel = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [Lab, _worker]), store, TimeProvider.System, new Ids(), TestContext.Current.CancellationToken);
    }

    private async Task StopAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await Kernel.StopAsync(atOnce.Token);
        await Kernel.DisposeAsync();
        _worker.Dispose();
        await _own.DisposeAsync();
        _output.Dispose();
    }

    private TestJobOptions Machine(string node, string state, string work) => new()
    {
        Node = node,
        StateDirectory = state,
        WorkDirectory = work,
        RunDirectory = Path.Combine(_directory, $"run-{node}"),
        User = Environment.IsPrivilegedProcess ? "nobody" : null,
    };

    private sealed class Ids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
