using System.Collections.Immutable;

namespace Drover.Kernel.Jobs;

/// <summary>An opcode waits until a job is final, and wants it to have ended in one of <paramref name="Statuses"/> (empty: in any).</summary>
public sealed record JobDependency(long JobId, ImmutableArray<JobStatus> Statuses)
{
    /// <summary>Whether that end satisfies the dependency.</summary>
    public bool Accepts(JobStatus status) => Statuses.IsEmpty || Statuses.Contains(status);

    /// <inheritdoc/>
    public bool Equals(JobDependency? other) =>
        other is not null && JobId == other.JobId && Statuses.AsSpan().SequenceEqual(other.Statuses.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(JobId, Statuses.Length);
}
