using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>Words for a step that failed between clone and exec.</summary>
internal static class SpawnFailure
{
    internal static AgentException Of(PendingStart start, SpawnStep step, int error)
    {
        var spec = start.Spec;
        return step switch
        {
            SpawnStep.Exec => PathSearch.Failure(start.Launch!.File, error, start.Launch.RunsAs is null ? null : spec.User ?? $"a member of {spec.Group}"),
            SpawnStep.Directory => new AgentException(
                "NO_DIRECTORY", $"The working directory \"{spec.Directory}\" of {spec.Key.Name} cannot be entered: {Errno.Text(error)}.", error),
            SpawnStep.Clone when error is Errno.TooManyOpen or Errno.TooManyOpenInSystem => new AgentException(
                "NO_DESCRIPTORS", $"{spec.Key.Name} cannot be started: {Errno.Text(error)}. Raise the daemon's limit of open files.", error),
            _ => new AgentException("START_FAILED", $"{spec.Key.Name} cannot be started: {Words(step)}: {Errno.Text(error)}. {Advice(step)}", error),
        };
    }

    private static string Words(SpawnStep step) => step switch
    {
        SpawnStep.Clone => "no process can be made (clone)",
        SpawnStep.Group => "its cgroup cannot be joined",
        SpawnStep.Session => "it gets no session of its own (setsid)",
        SpawnStep.Descriptors => "its input and output cannot be set (dup)",
        SpawnStep.Nice => "its nice value cannot be set (setpriority)",
        SpawnStep.OutOfMemoryScore => "its oom_score_adj cannot be set",
        SpawnStep.Limits => "its limits cannot be set (setrlimit)",
        SpawnStep.Groups => "its supplementary groups cannot be set (setgroups)",
        SpawnStep.GroupId => "its group cannot be set (setresgid)",
        SpawnStep.UserId => "its user cannot be set (setresuid)",
        SpawnStep.Privileges => "new privileges cannot be ruled out (no_new_privs)",
        _ => $"step {step} failed",
    };

    private static string Advice(SpawnStep step) => step switch
    {
        SpawnStep.Clone => "Look at the limits of processes and memory of the daemon.",
        SpawnStep.Limits => "A limit above the daemon's own hard limit needs root.",
        SpawnStep.Groups or SpawnStep.GroupId or SpawnStep.UserId => "The daemon needs the capabilities CAP_SETUID and CAP_SETGID for that.",
        _ => "Look at what the daemon itself is allowed.",
    };
}
