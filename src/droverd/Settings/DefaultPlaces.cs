using System.Net;
using System.Runtime.InteropServices;

namespace Drover.Daemon.Settings;

/// <summary>Where things are when nobody says otherwise: the FHS paths as root, the XDG base directories for others.</summary>
/// <param name="State">State directory.</param>
/// <param name="Run">Run directory.</param>
/// <param name="Config">Configuration file, read when it exists.</param>
/// <param name="Node">Name of this node.</param>
internal sealed partial record DefaultPlaces(string State, string Run, string Config, string Node)
{
    public static DefaultPlaces OfThisUser() => Of(GetEffectiveUser(), Environment.GetEnvironmentVariable, Dns.GetHostName());

    public static DefaultPlaces Of(uint user, Func<string, string?> environment, string host)
    {
        if (user == 0)
            return new("/var/lib/drover", "/run/drover", "/etc/drover/drover.json", host);
        var home = environment("HOME") is { Length: > 0 } known ? known : "/";
        return new(
            Path.Combine(Xdg("XDG_STATE_HOME") ?? Path.Combine(home, ".local/state"), "drover"),
            Xdg("XDG_RUNTIME_DIR") is { } runtime ? Path.Combine(runtime, "drover") : $"/tmp/drover-{user}",
            Path.Combine(Xdg("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "drover/drover.json"),
            host);

        // The specification asks to ignore relative paths.
        string? Xdg(string name) => environment(name) is { Length: > 0 } path && Path.IsPathRooted(path) ? path : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
