using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Opcodes;
using Drover.Storage;

namespace Drover.Bench.Kernel;

/// <summary>A kernel on a real store, in this process.</summary>
internal sealed class KernelBed : IAsyncDisposable
{
    private KernelBed(KernelHost host) => Host = host;

    public static Caller Caller { get; } = Caller.User(1000, Role.Operator);

    public KernelHost Host { get; }

    public static async Task<KernelBed> StartAsync(string directory, BenchDomain domain, KernelOptions? options = null)
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = directory }, TimeProvider.System);
        var model = new KernelModel(options ?? new KernelOptions(), [domain]);
        return new KernelBed(await KernelHost.StartAsync(model, store, TimeProvider.System, new Uuids(), CancellationToken.None));
    }

    /// <summary>Reads the opcode as a door does, submits it as one job and waits until that is durable.</summary>
    public async Task<long> SubmitAsync(OpcodeReader reader, ReadOnlyMemory<byte> opcode)
    {
        var answers = await Host.ExecuteAsync(new SubmitJobs([[Read(reader, opcode)]]), Caller, CancellationToken.None);
        return answers[0].Refusal is { } refusal ? throw refusal : answers[0].Id;
    }

    /// <summary>Submits many jobs of one opcode, 1,000 a call.</summary>
    public async Task FillAsync(ReadOnlyMemory<byte> opcode, int jobs)
    {
        var accepted = Read(new OpcodeReader(Host.Model), opcode);
        for (var done = 0; done < jobs; done += 1_000)
        {
            IReadOnlyList<IReadOnlyList<AcceptedOpcode>> batch = [.. Enumerable.Repeat<IReadOnlyList<AcceptedOpcode>>([accepted], Math.Min(1_000, jobs - done))];
            await Host.ExecuteAsync(new SubmitJobs(batch), Caller, CancellationToken.None);
        }
    }

    /// <summary>Waits, woken by the kernel, until the job is final.</summary>
    public async Task EndAsync(long id)
    {
        while (true)
        {
            var change = Host.Watch.NextChange(id);
            if (Host.State.Jobs[id].Status.IsFinal())
            {
                Host.Watch.Forget(id);
                return;
            }
            await change;
        }
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static AcceptedOpcode Read(OpcodeReader reader, ReadOnlyMemory<byte> opcode)
    {
        using var document = JsonDocument.Parse(opcode);
        return reader.Read(document.RootElement, OpcodeReadOptions.Own);
    }

    private sealed class Uuids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
