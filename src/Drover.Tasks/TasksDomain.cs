using Drover.Kernel.Domains;
using Microsoft.Extensions.Logging;

namespace Drover.Tasks;

/// <summary>Jobs that are submitted by the clock.</summary>
/// <param name="limits">Bounds.</param>
/// <param name="logging">Takes lines about what happens.</param>
public sealed class TasksDomain(TaskLimits limits, ILoggerFactory logging) : IDomain
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(ScheduledTask.Kind);

        d.Operation(new AddTask(limits));
        d.Operation(new SetTask());
        d.Operation(new RemoveTask());
        d.Operation(new RunTask());

        d.Resource(TaskResource.Build());
        d.Periodic("tasks", s_look, new TaskTimer(limits, logging.CreateLogger(TasksLog.Category)).LookAsync);
    }
}
