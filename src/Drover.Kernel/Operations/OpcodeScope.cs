using System.Text.Json;
using Drover.Kernel.State;

namespace Drover.Kernel.Operations;

/// <summary>What an operation may look at when it computes locks, checks prerequisites or decides.</summary>
public sealed class OpcodeScope : IDisposable
{
    private readonly JsonDocument _input;

    internal OpcodeScope(long jobId, int opcode, Principal owner, RawJson input, Timestamp now)
    {
        _input = JsonDocument.Parse(input.Utf8);
        JobId = jobId;
        Opcode = opcode;
        Owner = owner;
        Now = now;
    }

    /// <summary>The working state of the turn.</summary>
    public KernelState State { get; internal set; } = null!;

    /// <summary>The job.</summary>
    public long JobId { get; }

    /// <summary>Index of the opcode in its job.</summary>
    public int Opcode { get; }

    /// <summary>Owner of the job.</summary>
    public Principal Owner { get; }

    /// <summary>The time of the turn.</summary>
    public Timestamp Now { get; }

    /// <summary>The accepted parameters, defaults filled in.</summary>
    public JsonElement Parameters => _input.RootElement;

    /// <summary>A parameter; Undefined when the opcode has none of that name.</summary>
    public JsonElement this[string name] => Parameters.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Whether only a trial was asked for.</summary>
    public bool DryRun => this["dry_run"].ValueKind == JsonValueKind.True;

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();
}
