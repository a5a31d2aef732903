using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Locks;

namespace Drover.Kernel.Jobs;

/// <summary>One step of a job. Immutable; a change is a new record.</summary>
public sealed record Opcode
{
    /// <summary>Opcode id, such as <c>OP_TEST_DELAY</c>.</summary>
    [JsonPropertyName("op")] public required string OpId { get; init; }

    /// <summary>The accepted parameters with defaults filled in, dependencies resolved and reason trail extended.</summary>
    [JsonPropertyName("input")] public required RawJson Input { get; init; }

    /// <summary>Short text for listings, such as <c>TEST_DELAY(0.5)</c>.</summary>
    [JsonPropertyName("summary")] public required string Summary { get; init; }

    /// <summary>Where the opcode stands.</summary>
    [JsonPropertyName("status")] public JobStatus Status { get; init; }

    /// <summary>-20 (first) to 19 (last).</summary>
    [JsonPropertyName("priority")] public int Priority { get; init; }

    /// <summary>Jobs to wait for, in the order given.</summary>
    [JsonPropertyName("depends")] public ImmutableArray<JobDependency> Depends { get; init; } = [];

    /// <summary>Concurrency class; null for the usual one.</summary>
    [JsonPropertyName("pool")] public string? Pool { get; init; }

    /// <summary>What it is about, when a newer opcode of the same slot takes its place; else null.</summary>
    [JsonPropertyName("slot")] public string? Slot { get; init; }

    /// <summary>Value of a success, or the pair <c>[class, [arguments]]</c> of a failure.</summary>
    [JsonPropertyName("result")] public RawJson Result { get; init; }

    /// <summary>When it first left the queue, before locks.</summary>
    [JsonPropertyName("start")] public Timestamp? Started { get; init; }

    /// <summary>When it began to run, with its locks.</summary>
    [JsonPropertyName("exec")] public Timestamp? Executed { get; init; }

    /// <summary>When it became final; null before.</summary>
    [JsonPropertyName("end")] public Timestamp? Ended { get; init; }

    /// <summary>The locks that were granted, while it runs.</summary>
    [JsonPropertyName("locks")] public LockSet? Locks { get; init; }

    /// <summary>What a resumable operation has journaled of its progress.</summary>
    [JsonPropertyName("progress")] public RawJson Progress { get; init; }
}
