using Drover.Agent.Native;
using Drover.Agent.Trees;
using Drover.Nodes.Services;

namespace Drover.Agent.Identity;

/// <summary>Makes the record of a process again from what it was started with.</summary>
internal static class LostRecord
{
    private const string Keeper = Spawning.Launch.KeeperName;

    /// <summary>Null if its environment does not say which entry it is of.</summary>
    internal static InvocationRecord? Of(ScannedProcess process, string invocation, string node, TimeProvider time)
    {
        if (ProcessStat.Read(process.Pid) is not { } stat)
            return null;
        var buffer = new byte[16_384];
        var environment = Marker.Environment(stat, ref buffer);
        if (Marker.Find(environment) != invocation || Marker.Find(environment, "CLINIT_GROUP") is not { } group || Marker.Find(environment, "CLINIT_TAG") is not { } tag)
            return null;
        var words = (SmallFile.ReadText($"/proc/{process.Pid}/cmdline") ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var notify = Marker.Find(environment, "NOTIFY_SOCKET");
        return new InvocationRecord
        {
            Invocation = invocation,
            State = InvocationState.Starting,
            BootId = RecordFiles.BootId,
            Key = new ProcessKey(node, group, tag),
            Level = Marker.Find(environment, "CLINIT_LEVEL") ?? "",
            Mode = Marker.Find(environment, "CLINIT_MODE") ?? "",
            Command = string.Join(' ', words),
            LogPath = Output(process.Pid),
            LogLimit = ProcessSpec.UsualLogLimit,
            KeepStatus = words.Contains(Keeper, StringComparer.Ordinal),
            Notify = notify is not null,
            NotifyPath = notify,
            NotifyOwner = Libc.EffectiveUser(),
            Started = time.GetUtcNow() - (BootClock.Now - TimeSpan.FromMilliseconds(stat.StartTime * 10)),
        };
    }

    private static string Output(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/fd/1").LinkTarget is { } path && File.Exists(path) ? path : "/dev/null";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "/dev/null";
        }
    }
}
