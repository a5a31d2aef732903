using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Lab.Assignments;
using Drover.Lab.Devices;
using Drover.Lab.Scheduling;
using Drover.Lab.TestJobs;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Storage.Logs;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Lab.Tests.Scenarios;

/// <summary>A kernel with the lab alone, on a real store in a directory of its own. Can die without a goodbye and start again.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drl").FullName;
    private readonly LabOptions _options;

    private LabHost(LabOptions options) => _options = options;

    public ManualClock Clock { get; } = new();

    public KernelHost Kernel { get; private set; } = null!;

    public LabDomain Lab { get; private set; } = null!;

    /// <summary>Where the logs are.</summary>
    public LogFiles Files { get; private set; } = null!;

    public WorkerAssignments Assignments => Lab.Assignments;

    public HealthCheckRunner Checks => Lab.Checks;

    public static async Task<LabHost> StartAsync(LabOptions? options = null)
    {
        var host = new LabHost(options ?? new LabOptions());
        await host.StartKernelAsync();
        return host;
    }

    public async Task RestartAsync()
    {
        await Kernel.DisposeAsync();
        await StartKernelAsync();
    }

    /// <summary>Submits one opcode as somebody.</summary>
    public Task<SubmitAnswer> SubmitAsync(string principal, string opId, Action<Utf8JsonWriter> parameters) =>
        Kernel.SubmitAsync(KernelJobs.Opcode(opId, parameters), Caller.Of(Principal.Parse(principal), Role.Operator));

    /// <summary>Submits one opcode as root and waits until it has succeeded.</summary>
    public async Task DoAsync(string opId, Action<Utf8JsonWriter> parameters)
    {
        var id = (await SubmitAsync("uid:0", opId, parameters)).Id;
        var job = await Kernel.EndAsync(id);
        Assert.True(job.Status == JobStatus.Success, job.Ops[0].Result.ToString());
    }

    /// <summary>Submits a test job of user:ada for the only device D of worker W; it has the device when this returns.</summary>
    public async Task<long> BeginJobAsync(string more = "")
    {
        if (Kernel.State.Objects.Find(Device.Kind, "D") is null)
        {
            await DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", "T"));
            await Assignments.Hearing.HeardAsync("W", "2023.01");
            await DoAsync("OP_DEVICE_ADD", json =>
            {
                json.WriteString("name", "D");
                json.WriteString("device_type", "T");
                json.WriteString("worker", "W");
                json.WriteString("health", "good");
            });
        }
        var answer = await SubmitAsync("user:ada", "OP_TEST_JOB_RUN",
            json => json.WriteString("definition", $"job_name: light\ndevice_type: T\nvisibility: public\ntimeouts: {{job: {{minutes: 5}}}}\nactions: []\n{more}"));
        await Soon.HoldsAsync(() => Assignments.Find(answer.Id) is not null);
        return answer.Id;
    }

    /// <summary>Ends a test job, and waits until its job is over.</summary>
    public async Task EndJobAsync(long id, TestJobHealth health = TestJobHealth.Complete)
    {
        await Assignments.EndedAsync(id, new TestJobEnd(health));
        await UntilAsync(id, status => status.IsFinal());
    }

    public Task UntilAsync(long id, Func<JobStatus, bool> wanted) => Kernel.UntilAsync(id, wanted);

    /// <summary>Every turn so far is through.</summary>
    public Task SettleAsync() => Kernel.ExecuteAsync(new LookAtDevice("none"), Caller.System, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartKernelAsync()
    {
        Files = new LogFiles(new LogFilesOptions { Directory = Path.Combine(_directory, "logs") }, Clock);
        Lab = new LabDomain(_options, Files, NullLoggerFactory.Instance);
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, Clock);
        var model = new KernelModel(new KernelOptions(), [Lab]);
        Kernel = await KernelHost.StartAsync(model, store, Clock, new KernelJobs.Ids(), TestContext.Current.CancellationToken);
    }
}
