using System.Text.Json.Serialization;

namespace Drover.Kernel.Jobs;

/// <summary>What memory keeps of a job: all of an unfinished one, an index entry of a finished one.</summary>
public abstract record JobEntry
{
    /// <summary>Positive, rising, never used twice.</summary>
    [JsonIgnore] public long Id { get; init; }

    [JsonIgnore] public abstract JobStatus Status { get; }

    /// <summary>Lowest number among unfinished opcodes, 0 when there is none.</summary>
    [JsonIgnore] public abstract int Priority { get; }

    /// <summary>Who submitted it.</summary>
    [JsonPropertyName("owner")] public Principal Owner { get; init; }

    [JsonPropertyName("received")] public Timestamp Received { get; init; }

    [JsonPropertyName("started")] public Timestamp? Started { get; init; }

    [JsonPropertyName("ended")] public Timestamp? Ended { get; init; }

    /// <summary>Short texts of the opcodes, in order.</summary>
    [JsonIgnore] public abstract IReadOnlyList<string> Summaries { get; }
}

/// <summary>Index entry of a finished job; its body is read from its row.</summary>
public sealed record FinishedJob : JobEntry
{
    [JsonPropertyName("status")] public JobStatus FinalStatus { get; init; }

    [JsonPropertyName("summary")] public string[] Summary { get; init; } = [];

    [JsonIgnore] public override JobStatus Status => FinalStatus;

    [JsonIgnore] public override int Priority => 0;

    [JsonIgnore] public override IReadOnlyList<string> Summaries => Summary;
}
