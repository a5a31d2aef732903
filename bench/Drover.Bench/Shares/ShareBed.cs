using System.Diagnostics;
using Drover.Agent.Shares;
using Drover.Nodes.Shares;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Bench.Shares;

/// <summary>Trees to check and to watch, with groups that no machine has.</summary>
internal sealed class ShareBed : IDisposable
{
    /// <summary>The default ACL of a shared directory as setfacl takes it; with access and default it writes what a repair writes.</summary>
    private const string Acl = "u::rwx,g::---,g:70001:rwx,g:70010:r-x,g:70011:r-x,g:70012:rwx,m::rwx,o::---";

    private static readonly ShareGroups s_groups = new(new("admins", 70_001), new("acl", 70_002), new("www-data", 70_003), new("users", 70_004))
    {
        Members = new("g", 70_010),
        Guests = new("gst-g", 70_011),
        Responsibles = new("rsp-g", 70_012),
    };

    public LinuxShares Shares { get; } = new(new ShareOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    public static ShareSpec At(string path) => new(ShareKind.SharedDirectory, "g", path, s_groups) { OwnRules = false };

    /// <summary>Makes files in directories.</summary>
    public static void Fill(string root, int directories, int filesEach, string text = "")
    {
        for (var i = 0; i < directories; i++)
        {
            var directory = Directory.CreateDirectory(Path.Combine(root, $"d{i}")).FullName;
            for (var j = 0; j < filesEach; j++)
                File.WriteAllText(Path.Combine(directory, $"f{j}"), text);
        }
    }

    /// <summary>Milliseconds of a program.</summary>
    public static double Time(string program, params string[] arguments)
    {
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(begin).TotalMilliseconds : throw new InvalidOperationException($"{program} has ended with {process.ExitCode}.");
    }

    public static double TimeSetfacl(string root) => Time("setfacl", "-R", "-m", Acl, root);

    /// <summary>Milliseconds of a check, and how many entries it has found wrong.</summary>
    public async Task<(double Time, long Wrong)> CheckAsync(string root, bool apply)
    {
        var begin = Stopwatch.GetTimestamp();
        long wrong = 0;
        string? from = null;
        do
        {
            var report = await Shares.CheckAsync(At(root), new ShareCheck(apply) { From = from }, CancellationToken.None);
            wrong += report.Wrong;
            from = report.Refusal is null ? report.Next : throw new InvalidOperationException(report.Refusal);
        }
        while (from is not null);
        return (Stopwatch.GetElapsedTime(begin).TotalMilliseconds, wrong);
    }

    /// <summary>Watches a tree, and waits until all of it was walked.</summary>
    public async Task WatchAsync(string root, ShareWatchWay way)
    {
        if (await Shares.WatchAsync(At(root), way, CancellationToken.None) is { } problem)
            throw new InvalidOperationException(problem);
        await RestAsync(0);
    }

    /// <summary>Waits until nothing waits to be looked at, and so many entries were put right.</summary>
    public async Task RestAsync(long repaired)
    {
        while ((await Shares.StatusAsync(CancellationToken.None))[0] is not { Backlog: 0, IsDirty: false, Trouble: null } status || status.Repaired < repaired)
            await Task.Delay(5);
    }

    public void Dispose() => Shares.Dispose();
}
