using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Lab.Workers;

/// <summary>Tokens by which workers are known over HTTP. Their hashes alone are stored.</summary>
public static class WorkerTokens
{
    /// <summary>Whether there is such a worker.</summary>
    public static bool HasWorker(this KernelState state, string worker) => state.Objects.Find(Worker.Kind, worker) is not null;

    /// <summary>Whether a token is that of a worker.</summary>
    public static bool IsTokenOf(this KernelState state, string worker, string token) => SecretHash.Matches(state.Objects.Find(Worker.Kind, worker)?.TokenHash, token);

    /// <summary>Gives a worker its first token; one that nobody has added is added. False when it has a token already, which is only replaced where that is asked for.</summary>
    /// <param name="kernel">Records.</param>
    /// <param name="worker">Name of the worker.</param>
    /// <param name="tokenHash">Hash of its token.</param>
    /// <param name="replaces">Whether another token that it has is replaced.</param>
    /// <exception cref="OperationException">The name cannot be used.</exception>
    public static Task<bool> RegisterAsync(IKernel kernel, string worker, string tokenHash, bool replaces)
    {
        LabNames.Check("Worker", worker);
        return kernel.ExecuteAsync(new RegisterWorker(worker, tokenHash, replaces), Caller.System, CancellationToken.None);
    }
}

/// <summary>An observation: a worker has come for a token. True when it gets it.</summary>
internal sealed class RegisterWorker(string name, string tokenHash, bool replaces) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        var known = decision.State.Objects.Find(Worker.Kind, name);
        if (known is { TokenHash: not null } && !replaces)
            return false;
        var worker = known ?? new Worker { Name = name, Description = "added when it registered", Since = decision.Now, Created = decision.Now };
        WorkerChange.Store(decision, worker with { TokenHash = tokenHash });
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
