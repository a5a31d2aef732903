using System.Globalization;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Lab;
using Drover.Opcodes;
using Drover.Storage;
using Drover.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Bench.Lab;

/// <summary>A kernel with the lab on a real store, in this process: devices of one type on one worker, and test jobs that ask for that type.</summary>
internal sealed class LabBed : IAsyncDisposable
{
    private const int Batch = 1_000;

    private int _submitted;

    private LabBed(KernelHost host, LabDomain lab) => (Host, Lab) = (host, lab);

    public KernelHost Host { get; }

    public LabDomain Lab { get; }

    /// <param name="directory">Of store and logs.</param>
    /// <param name="look">How often the lab looks at workers and health checks.</param>
    public static async Task<LabBed> StartAsync(string directory, TimeSpan look)
    {
        var lab = new LabDomain(
            new LabOptions { JobsTracked = 1_000_000, WorkerSilence = TimeSpan.FromDays(1), LookInterval = look },
            new LogFiles(new LogFilesOptions { Directory = Path.Combine(directory, "logs") }, TimeProvider.System), NullLoggerFactory.Instance);
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = directory }, TimeProvider.System);
        var model = new KernelModel(new KernelOptions { QueueLimit = 1_000_000 }, [lab]);
        return new LabBed(await KernelHost.StartAsync(model, store, TimeProvider.System, new Uuids(), CancellationToken.None), lab);
    }

    public async Task AddDevicesAsync(int count)
    {
        await Lab.Assignments.Hearing.HeardAsync("w1");
        await DoAsync(new { OP_ID = "OP_DEVICE_TYPE_ADD", name = "board" });
        var ids = await SubmitAsync([.. Enumerable.Range(0, count).Select(n => Read(new { OP_ID = "OP_DEVICE_ADD", name = $"b{n:D4}", device_type = "board", worker = "w1", health = "good" }))]);
        foreach (var id in ids)
            await EndAsync(id);
    }

    /// <summary>Changes something of the lab, and waits until that is done.</summary>
    public async Task DoAsync(object opcode) => await EndAsync((await SubmitAsync([Read(opcode)]))[0]);

    /// <summary>Submits test jobs, no two with the same definition; answers their ids.</summary>
    public async Task<List<long>> SubmitJobsAsync(int count)
    {
        var ids = new List<long>(count);
        for (var done = 0; done < count; done += Batch)
            ids.AddRange(await SubmitAsync([.. Enumerable.Range(0, Math.Min(Batch, count - done)).Select(_ => Read(new { OP_ID = "OP_TEST_JOB_RUN", definition = Definition(_submitted++) }))]));
        return ids;
    }

    /// <summary>Waits, woken by the kernel, until a job has a status.</summary>
    public async Task UntilAsync(long id, Func<JobStatus, bool> wanted)
    {
        while (true)
        {
            var change = Host.Watch.NextChange(id);
            if (wanted(Host.State.Jobs[id].Status))
            {
                Host.Watch.Forget(id);
                return;
            }
            await change;
        }
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static string Definition(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"job_name: bench {number}\ndevice_type: board\nvisibility: public\ntimeouts: {{job: {{minutes: 5}}}}\nactions: []\n");

    private Task EndAsync(long id) => UntilAsync(id, status => status.IsFinal());

    private async Task<List<long>> SubmitAsync(IEnumerable<AcceptedOpcode> opcodes)
    {
        var answers = await Host.ExecuteAsync(new SubmitJobs([.. opcodes.Select(opcode => (IReadOnlyList<AcceptedOpcode>)[opcode])]), Caller.User(1000, Role.Operator), CancellationToken.None);
        return [.. answers.Select(answer => answer.Refusal is { } refusal ? throw refusal : answer.Id)];
    }

    private AcceptedOpcode Read(object opcode)
    {
        using var document = JsonSerializer.SerializeToDocument(opcode);
        return new OpcodeReader(Host.Model).Read(document.RootElement, OpcodeReadOptions.Own);
    }

    private sealed class Uuids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
