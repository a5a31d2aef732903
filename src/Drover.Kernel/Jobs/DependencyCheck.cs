using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>What a dependency means for the job that has it.</summary>
internal static class DependencyCheck
{
    /// <summary>Why an opcode cannot run because of a dependency; null when it may, or the other job has not ended.</summary>
    public static string? Problem(KernelState state, long job, JobDependency dependency)
    {
        if (dependency.JobId == job)
            return "Job can't depend on itself";
        if (!state.Queue.Ends.TryGetValue(dependency.JobId, out var end))
            return state.Unfinished(dependency.JobId) is null ? $"Dependency error: Job {dependency.JobId} not found" : null;
        if (dependency.Accepts(end.Status))
            return null;
        return end.Status == JobStatus.Canceled
            ? $"Dependency job {dependency.JobId} was cancelled"
            : $"Dependency job {dependency.JobId} finished with status '{end.Status.Name()}', not one of '{string.Join(", ", dependency.Statuses.Select(s => s.Name()))}' as required";
    }
}
