using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Tasks.Tests;

/// <summary>A kernel with tasks and an opcode that runs until it is let go, on a real store. Its clock is turned by hand, and tasks are looked at when a test says so.</summary>
internal sealed class TaskHost : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drt").FullName;
    private readonly Ring _ring = new();

    private TaskHost(TaskLimits limits) => Limits = limits;

    public TaskLimits Limits { get; }

    public ManualClock Clock { get; } = new();

    public KernelHost Kernel { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TaskHost> StartAsync(TaskLimits? limits = null)
    {
        var host = new TaskHost(limits ?? new TaskLimits());
        await host.StartKernelAsync();
        return host;
    }

    public async Task RestartAsync()
    {
        await Kernel.DisposeAsync();
        await StartKernelAsync();
    }

    /// <summary>Time passes, and tasks are looked at.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.TurnWallClock(time);
        await LookAsync();
    }

    public Task LookAsync() => new TaskTimer(Limits, NullLogger.Instance).LookAsync(Kernel, Stop);

    /// <summary>Lets the opcodes that run, and those that will, come to their ends.</summary>
    public void LetGo() => _ring.Gate.TrySetResult();

    public ScheduledTask? Find(string name) => Kernel.State.Objects.Find(ScheduledTask.Kind, name);

    /// <summary>The jobs of tasks so far, with whose they are.</summary>
    public List<(long Id, string Owner)> Rings => [.. Kernel.State.Jobs.Values.Where(job => job.Summaries[0] == "RING").Select(job => (job.Id, job.Owner.ToString()))];

    /// <summary>Adds a task that rings.</summary>
    public Task<string> AddAsync(string name, string schedule, Action<Utf8JsonWriter>? more = null, string principal = "uid:1000") => DoAsync("OP_TASK_ADD", json =>
    {
        json.WriteString("name", name);
        json.WriteString("schedule", schedule);
        json.WritePropertyName("ops");
        json.WriteRawValue("""[{"OP_ID":"OP_RING"}]""");
        more?.Invoke(json);
    }, principal);

    /// <summary>Submits an opcode and waits for its end.</summary>
    /// <returns>The result, or what the error says.</returns>
    public async Task<string> DoAsync(string opId, Action<Utf8JsonWriter> parameters, string principal = "uid:1000")
    {
        var id = (await Kernel.SubmitAsync(KernelJobs.Opcode(opId, parameters), Caller.Of(Principal.Parse(principal), Role.Operator))).Id;
        return (await Kernel.EndAsync(id)).Ops[0].Result.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await Kernel.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartKernelAsync()
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, Clock);
        Kernel = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [new TasksDomain(Limits, NullLoggerFactory.Instance), _ring]), store, Clock, new KernelJobs.Ids(), Stop);
    }

    private sealed class Ring : EffectOperation, IDomain
    {
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override OpcodeSchema Schema { get; } = new("OP_RING", [OpcodeParameter.Optional("ring_secret", ParameterType.Anything)], null);

        public override Recovery Recovery => Recovery.Requeue;

        public void Describe(DomainBuilder d) => d.Operation(this);

        protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
        {
            await Gate.Task.WaitAsync(cancellationToken);
            return OpcodeOutcome.None;
        }
    }
}
