using System.Globalization;
using Drover.Agent;
using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Settings;

namespace Drover.Services.Supervision;

/// <summary>What the agent is to start for an entry.</summary>
internal static class StartSpec
{
    public static ProcessSpec Of(ProcessKey key, GroupAction.Start start, string logPath, RawJson note)
    {
        var entry = start.Entry;
        var spawn = entry.Options.Spawn;
        return new ProcessSpec
        {
            Key = key,
            Command = CommandLine.OfBytes(entry.Command.Text, entry.Command.ToWords()),
            Level = start.Level,
            Mode = entry.Mode.Word(),
            LogPath = logPath,
            LogLimit = entry.Options.LogSize,
            Note = note,
            EnvironmentFile = spawn.EnvironmentFile,
            Environment = spawn.Environment is { } words && EnvironmentWords.Read(words, out _) is { } variables ? variables : ProcessSpec.NoVariables,
            Umask = spawn.Umask,
            Nice = spawn.Nice,
            User = spawn.User,
            Group = spawn.Group,
            Directory = spawn.Directory,
            Limits = Limits(spawn.Limits),
            TreeLimits = new TreeLimits { Memory = spawn.Limits.Memory, Processes = spawn.Limits.Processes, CpuPercent = spawn.Limits.CpuPercent },
            UseCgroup = spawn.Cgroup,
            KeepStatus = entry.Mode is CltabMode.Wait or CltabMode.Test,
            Notify = spawn.Ready == Readiness.Notify,
        };
    }

    private static Dictionary<string, string> Limits(ResourceLimits limits)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("nofile", limits.OpenFiles);
        Add("core", limits.CoreSize);
        return named;

        void Add(string name, long? value)
        {
            if (value is { } number)
                named[name] = number.ToString(CultureInfo.InvariantCulture);
        }
    }
}
