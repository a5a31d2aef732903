using System.Collections.Concurrent;
using Drover.Kernel;

namespace Drover.ClusterInit.Tests.Host;

/// <summary>Services that remember what they were told and answer as the test says.</summary>
internal sealed class FakeServices : IServiceDoor
{
    /// <summary>Every request, as <c>actor: what</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Func<string, string, TellReply> OnTell { get; set; } = (_, _) => TellReply.Accepted();

    /// <summary>What a tell waits for before it answers.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public async Task<TellReply> TellAsync(Caller caller, string group, string level, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"{caller.Actor}: {group} -> {level}");
        await Hold;
        return OnTell(group, level);
    }

    /// <summary>How the job of a tell ends.</summary>
    public TaskCompletionSource<TellReply> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<TellReply> EndOfTellAsync(long job, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"end of job {job}");
        try
        {
            return await End.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Asked.Enqueue($"answered job {job}");
        }
    }

    public Task<TellReply> RereadAsync(Caller caller, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"{caller.Actor}: reread");
        return Task.FromResult(TellReply.Reread());
    }

    public Task<TellReply> ShutdownAsync(Caller caller, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"{caller.Actor}: shutdown");
        return Task.FromResult(TellReply.Halting());
    }
}
