using Drover.Nodes.Leases;

namespace Drover.Fleet.TestNode;

/// <summary>Takes from leases that they end.</summary>
internal sealed class EndlessLeases(ILeaseSource source) : ILeaseSource
{
    public Task Changed => source.Changed;

    public async Task<IReadOnlyList<LeaseGrant>> AskAsync(string? problem, CancellationToken cancellationToken) =>
        [.. (await source.AskAsync(problem, cancellationToken)).Select(grant => grant with { Time = TimeSpan.FromHours(1) })];
}
