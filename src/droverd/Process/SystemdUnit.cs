using System.ComponentModel;
using System.Diagnostics;

namespace Drover.Daemon.Process;

/// <summary>The unit of systemd that the daemon runs as.</summary>
/// <param name="Name">Its name, such as <c>drover.service</c>.</param>
/// <param name="IsOfUser">Whether it is a user's own manager that runs it.</param>
internal sealed record SystemdUnit(string Name, bool IsOfUser)
{
    private const string Suffix = ".service";
    private const string UserManager = "user@";

    /// <summary>The unit that a cgroup belongs to; null if to none.</summary>
    /// <param name="cgroups">The text of <c>/proc/PID/cgroup</c> (cgroups(7)).</param>
    /// <param name="name">The name, where a setting gives it; null for that of the cgroup.</param>
    public static SystemdUnit? Of(string cgroups, string? name)
    {
        // The line of version 2 is "0::PATH"; with version 1 alone it is that of systemd's own hierarchy.
        var path = cgroups.Split('\n').Select(line => line.Split(':', 3))
            .FirstOrDefault(parts => parts.Length == 3 && (parts is ["0", "", _] || parts[1] == "name=systemd"))?[2] ?? "";
        var services = path.Split('/').Where(part => part.EndsWith(Suffix, StringComparison.Ordinal)).ToList();
        var isOfUser = services.Exists(part => part.StartsWith(UserManager, StringComparison.Ordinal));
        var own = name ?? services.LastOrDefault(part => !part.StartsWith(UserManager, StringComparison.Ordinal));
        return own is null ? null : new SystemdUnit(own, isOfUser);
    }

    /// <summary>What a list of jobs (<c>systemctl list-jobs</c>: number, unit, type, state) says of it.</summary>
    public UnitJob JobIn(string list) => list.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words.Length >= 3 && words[1] == Name)?[2] switch
    {
        "restart" or "try-restart" => UnitJob.Restart,
        "stop" => UnitJob.Stop,
        _ => UnitJob.None,
    };

    /// <summary>Asks systemd; null when it gives no answer.</summary>
    /// <param name="cancellationToken">Set when it has been waited for long enough.</param>
    public async Task<UnitJob?> AskAsync(CancellationToken cancellationToken)
    {
        string[] arguments = ["list-jobs", "--no-legend", "--no-pager", "--full"];
        try
        {
            using var systemctl = System.Diagnostics.Process.Start(new ProcessStartInfo("systemctl", IsOfUser ? ["--user", .. arguments] : arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            try
            {
                systemctl.StandardInput.Close();
                var list = await systemctl.StandardOutput.ReadToEndAsync(cancellationToken);
                await systemctl.WaitForExitAsync(cancellationToken);
                return systemctl.ExitCode == 0 ? JobIn(list) : null;
            }
            catch (OperationCanceledException)
            {
                systemctl.Kill();
                return null;
            }
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
