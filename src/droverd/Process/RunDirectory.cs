using Drover.Daemon.Settings;

namespace Drover.Daemon.Process;

/// <summary>The directory of the sockets. Everybody may look into it: authority comes from socket credentials.</summary>
internal static class RunDirectory
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it when it is missing: mode 0755, or 0700 for the fallback below /tmp, whose owner is checked.</summary>
    public static void Make(DaemonSettings settings)
    {
        var path = settings.Directory("run");
        var fallback = !settings.IsSet("run") && path.StartsWith("/tmp/", StringComparison.Ordinal);
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, fallback ? Private : Open);
        }
        else if (fallback)
        {
            // Fails when another user made it: then it is no place for our sockets.
            File.SetUnixFileMode(path, Private);
        }
    }
}
