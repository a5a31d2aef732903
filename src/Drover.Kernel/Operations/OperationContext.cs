using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Kernel.Operations;

/// <summary>What a running operation works with.</summary>
public sealed class OperationContext : IDisposable
{
    private readonly KernelHost _host;
    private readonly JsonDocument _input;
    private readonly Caller _caller;

    internal OperationContext(KernelHost host, long jobId, int opcode, Principal owner, RawJson input, RawJson progress, bool resumed)
    {
        _host = host;
        _input = JsonDocument.Parse(input.Utf8);
        _caller = Caller.Job(jobId, owner);
        JobId = jobId;
        Opcode = opcode;
        Progress = progress;
        Resumed = resumed;
        Entries = new OperationLog(command => host.Post(command, _caller), jobId, opcode, host.Model.Options.OperationLogBacklog);
    }

    /// <summary>The job.</summary>
    public long JobId { get; }

    /// <summary>Term of the master that runs it, for orders to nodes: one that leads no more is refused there.</summary>
    public long Term => _host.Term;

    /// <summary>Index of the opcode in its job.</summary>
    public int Opcode { get; }

    /// <summary>The accepted parameters, defaults filled in.</summary>
    public JsonElement Parameters => _input.RootElement;

    /// <summary>A parameter; Undefined when the opcode has none of that name.</summary>
    public JsonElement this[string name] => Parameters.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Whether only a trial was asked for.</summary>
    public bool DryRun => this["dry_run"].ValueKind == JsonValueKind.True;

    /// <summary>Whether a crash interrupted an earlier call.</summary>
    public bool Resumed { get; }

    /// <summary>What was last saved of the progress; empty at first.</summary>
    public RawJson Progress { get; private set; }

    /// <summary>What the operation is waiting for right now, in words; shown when somebody asks why a job does not end.</summary>
    public string? WaitsFor { get; set; }

    /// <summary>Why it was asked to stop, in words; null when nobody gave a reason.</summary>
    public string? StopReason { get; internal set; }

    /// <summary>The last published state.</summary>
    public KernelState State => _host.State;

    /// <summary>Clock and timers.</summary>
    public TimeProvider Clock => _host.Clock;

    /// <summary>Reader and catalog of opcodes, to make jobs from.</summary>
    public IOpcodeCatalog Catalog => _host.Model;

    /// <summary>The kernel that runs it.</summary>
    public IKernel Kernel => _host;

    /// <summary>What it writes to the log of its job.</summary>
    internal OperationLog Entries { get; }

    /// <summary>Adds a text to the job's log. Does not wait for the disk, unless very much waits for it already.</summary>
    public void Log(string text) => Log("message", RawJson.String(text));

    /// <summary>Adds an entry of another type to the job's log.</summary>
    /// <exception cref="DroverException"><c>JSON_INVALID</c>: the content is not one JSON value.</exception>
    public void Log(string type, RawJson content) => Add(type, content, durable: null);

    /// <summary>Adds an entry and waits until it is durable and seen by those who watch the job.</summary>
    public Task LogDurablyAsync(string type, RawJson content, CancellationToken cancellationToken)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(type, content, durable);
        return durable.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Journals how far the operation is; a resumed call gets the last one.</summary>
    public async Task SaveProgressAsync(RawJson progress, CancellationToken cancellationToken)
    {
        await _host.ExecuteAsync(new Jobs.SaveProgress(JobId, Opcode, progress), _caller, cancellationToken);
        Progress = progress;
    }

    /// <summary>Gives up some of the locks early.</summary>
    public Task ReleaseLocksAsync(IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        _host.ExecuteAsync(new Jobs.GiveUpLocks(JobId, locks, downgrade: false), _caller, cancellationToken);

    /// <summary>Turns some exclusive locks into shared ones.</summary>
    public Task DowngradeLocksAsync(IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        _host.ExecuteAsync(new Jobs.GiveUpLocks(JobId, locks, downgrade: true), _caller, cancellationToken);

    /// <summary>Gives a command on behalf of the job.</summary>
    public Task<T> ExecuteAsync<T>(Command<T> command, CancellationToken cancellationToken) =>
        _host.ExecuteAsync(command, _caller, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Entries.Close();
        _input.Dispose();
    }

    private void Add(string type, RawJson content, TaskCompletionSource? durable)
    {
        content.Check("log entry");
        Entries.Add(new LogEntry(type, content, durable));
    }
}
