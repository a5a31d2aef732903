using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Lab.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.TestJobs;

/// <summary>Keeps what workers say of the pipelines of test jobs. It may come before or after the end of the job, and more than once.</summary>
public sealed class DescriptionIntake(LabOptions options, ILoggerFactory logging) : IController
{
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);
    private IKernel _kernel = null!;

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The longest description that is kept, in bytes.</summary>
    public int Limit => options.TextLimit;

    /// <summary>The test job whose description is still wanted: it had a device of this worker, and nothing is kept of it yet. Else null.</summary>
    /// <param name="job">The test job.</param>
    /// <param name="worker">Who sends it; null where that is known to be the worker of the job.</param>
    public TestJob? Wanted(long job, string? worker)
    {
        using var store = _kernel.ReadStore();
        return TestJobLookup.Find(_kernel.State, store, job) is { Worker: not null } found && (worker ?? found.Worker) == found.Worker && TestJobDescription.Find(store, job) is null ? found : null;
    }

    /// <summary>Keeps a description. Returns when it is durable; one that is not wanted is passed over.</summary>
    /// <param name="job">The test job.</param>
    /// <param name="worker">Who sends it; null where that is known to be the worker of the job.</param>
    /// <param name="text">The description.</param>
    public Task KeepAsync(long job, string? worker, string text) => Wanted(job, worker) is { } wanted ? KeepAsync(wanted, text) : Task.CompletedTask;

    /// <summary>Keeps a description that is wanted. Returns when it is durable.</summary>
    /// <param name="wanted">The test job.</param>
    /// <param name="text">The description.</param>
    public Task KeepAsync(TestJob wanted, string text)
    {
        if (text.Length > options.TextLimit)
        {
            TooLong(wanted.Id, wanted.Worker!);
            text = $"# {text.Length} characters, of which none are kept: lab-text-size is {options.TextLimit}\n";
        }
        return _kernel.ExecuteAsync(new KeepDescription(new TestJobDescription(wanted.Id, wanted.Device ?? wanted.HostDevice ?? "", text)), Caller.System, CancellationToken.None);
    }

    /// <summary>A description is longer than what is kept.</summary>
    public void TooLong(long job, string worker) => LabLog.DescriptionTooLong(_log, job, worker, options.TextLimit);
}
