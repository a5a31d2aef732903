using System.Text;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Opcodes;
using Drover.Services.ClusterCltabs;
using Drover.Services.Levels;
using Drover.Services.Nodes;
using Drover.Services.Placements;
using Drover.Services.Supervision;
using Drover.Storage;

namespace Drover.Services.Tests.Nodes;

/// <summary>A kernel with the services of two fake nodes, n1 (the own) and n2.</summary>
internal sealed class ServicesHost : IAsyncDisposable
{
    private static readonly Caller s_operator = Caller.User(1000, Role.Operator);

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-services-").FullName;
    private Supervisor _supervisor = null!;

    private ServicesHost(int others) => Nodes = new FakeNodes([Own, Other, .. Enumerable.Range(3, others).Select(number => new FakeNode($"n{number}"))]);

    public FakeNode Own { get; } = new("n1");

    public FakeNode Other { get; } = new("n2");

    /// <summary>Both, and others where there are any.</summary>
    public FakeNodes Nodes { get; }

    public NodeReports Reports { get; private set; } = null!;

    /// <summary>Who may run which group.</summary>
    public LeaseBook Book { get; private set; } = null!;

    public KernelHost Kernel { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="freeBytes">The room on its disk; null for that of the machine.</param>
    /// <param name="cltab">Limits of the cluster's cltab; null for the usual ones.</param>
    /// <param name="clock">The clock of the kernel; null for that of the machine.</param>
    /// <param name="placements">How groups are placed; null for as usual.</param>
    /// <param name="others">How many nodes there are besides.</param>
    public static async Task<ServicesHost> StartAsync(
        Func<long>? freeBytes = null, ClusterCltabOptions? cltab = null, TimeProvider? clock = null, PlacementOptions? placements = null, int others = 0)
    {
        var host = new ServicesHost(others);
        await host.StartKernelAsync(freeBytes, cltab, clock ?? TimeProvider.System, placements ?? new PlacementOptions());
        return host;
    }

    /// <summary>The master ends, and another one begins where it was; nodes stay as they are.</summary>
    public async Task RestartAsync(TimeProvider clock, PlacementOptions? placements = null)
    {
        await StopKernelAsync();
        await StartKernelAsync(null, null, clock, placements ?? new PlacementOptions());
    }

    private async Task StartKernelAsync(Func<long>? freeBytes, ClusterCltabOptions? cltab, TimeProvider clock, PlacementOptions placements)
    {
        _supervisor = new Supervisor(new ServicesOptions { Node = "n1", RunDirectory = _directory, OutputDirectory = _directory }, TimeProvider.System);
        (Reports, Book) = (new NodeReports(Nodes, _supervisor), new LeaseBook(placements));
        Book.Changed += (_, changed) => Nodes[changed.Node].OnLeasesChanged(Book);
        var store = SqliteStore.Open(
            new SqliteStoreOptions { Directory = Path.Combine(_directory, "state"), ReserveBytes = 0, FreeBytes = freeBytes }, clock);
        Kernel = await KernelHost.StartAsync(
            new KernelModel(new KernelOptions(), [new ServicesDomain(Nodes, Reports, cltab, leases: Book)]), store, clock, new Ids(), Token);
    }

    private async Task StopKernelAsync()
    {
        // What follows the own node follows it to its end.
        Own.Pause();
        await Kernel.DisposeAsync();
        Reports.Dispose();
        _supervisor.Dispose();
    }

    public async Task<long> SubmitAsync(string opcode)
    {
        using var document = JsonDocument.Parse(opcode);
        var accepted = new OpcodeReader(Kernel.Model).Read(document.RootElement, OpcodeReadOptions.Own);
        return (await Kernel.ExecuteAsync(new SubmitJobs([[accepted]]), s_operator, Token))[0].Id;
    }

    public Task CancelAsync(long job) => Kernel.ExecuteAsync(new CancelJob(job, kill: false), s_operator, Token);

    /// <summary>Status, result and log of a job that has ended.</summary>
    public async Task<(JobStatus Status, string Result, string[] Log)> EndAsync(long id)
    {
        while (true)
        {
            var change = Kernel.Watch.NextChange(id);
            if (Kernel.State.Unfinished(id) is null)
                break;
            await change.WaitAsync(TimeSpan.FromSeconds(30), Token);
        }
        using var reader = Kernel.ReadStore();
        var job = RowProjection.Decode(reader.Job(id)!);
        return (job.Status, job.Ops[0].Result.ToString(), [.. reader.Logs(id).Select(line => Encoding.UTF8.GetString(line.Content.Span))]);
    }

    public ServiceGroupRecord? Stored(string key) => Kernel.State.Objects.Find(ServiceGroupRecord.Kind, key);

    public async Task<string[][]> QueryAsync(string resource, string fields, string? filter = null)
    {
        using var look = Kernel.Look(Caller.System);
        var request = new QueryRequest(fields.Split(','), filter is null ? null : FilterList.Read(JsonDocument.Parse(filter).RootElement));
        var result = await Kernel.Model.Resources.Get(resource).QueryAsync(look, request, Token);
        return [.. result.Rows.Select(row => row.Select(cell => cell.ToString()).ToArray())];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes.All.Cast<FakeNode>())
            node.End();
        await StopKernelAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private sealed class Ids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
