using System.Text.Json.Serialization;

namespace Drover.Kernel.Jobs;

/// <summary>What memory keeps of a job: all of an unfinished one, an index entry of a finished one.</summary>
public abstract record JobEntry
{
    /// <summary>Positive, rising, never used twice.</summary>
    [JsonIgnore] public long Id { get; init; }

    /// <summary>Where the job stands.</summary>
    [JsonIgnore] public abstract JobStatus Status { get; }

    /// <summary>Lowest number among unfinished opcodes, 0 when there is none.</summary>
    [JsonIgnore] public abstract int Priority { get; }

    /// <summary>Who submitted it.</summary>
    [JsonPropertyName("owner")] public Principal Owner { get; init; }

    /// <summary>When it was submitted.</summary>
    [JsonPropertyName("received")] public Timestamp Received { get; init; }

    /// <summary>When its first opcode was started; null before.</summary>
    [JsonPropertyName("started")] public Timestamp? Started { get; init; }

    /// <summary>When it became final; null before.</summary>
    [JsonPropertyName("ended")] public Timestamp? Ended { get; init; }

    /// <summary>Short texts of the opcodes, in order.</summary>
    [JsonIgnore] public abstract IReadOnlyList<string> Summaries { get; }
}

/// <summary>Index entry of a finished job; its body is read from its row.</summary>
public sealed record FinishedJob : JobEntry
{
    /// <summary>How it ended.</summary>
    [JsonPropertyName("status")] public JobStatus FinalStatus { get; init; }

    /// <summary>A summary of each opcode, in order.</summary>
    [JsonPropertyName("summary")] public string[] Summary { get; init; } = [];

    /// <summary>Serial of the last entry of its log, 0 when it has none; null when it ended in an earlier run of the daemon, so that only the store knows.</summary>
    [JsonIgnore] public int? LastLogSerial { get; init; }

    /// <inheritdoc/>
    [JsonIgnore] public override JobStatus Status => FinalStatus;

    /// <inheritdoc/>
    [JsonIgnore] public override int Priority => 0;

    /// <inheritdoc/>
    [JsonIgnore] public override IReadOnlyList<string> Summaries => Summary;
}
