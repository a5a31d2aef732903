using System.Text;
using Drover.Daemon.Settings;
using Drover.Doors;
using Drover.Luxi;

namespace Drover.Daemon.Process;

/// <summary>The directory of the sockets. Everybody may look into it: authority comes from socket credentials.</summary>
internal static class RunDirectory
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Refuses paths that no socket can have, before anything is made.</summary>
    /// <exception cref="SettingsException">A path is too long.</exception>
    public static void CheckLengths(DaemonSettings settings)
    {
        var paths = LuxiOptions.SocketNames.Select(name => Path.Combine(RoomOptions.LuxiDirectory(settings), name));
        foreach (var path in paths.Prepend(RoomOptions.HttpSocket(settings)))
            if (Encoding.UTF8.GetByteCount(path) is var bytes and > SocketFile.LongestPath)
                throw new SettingsException("SOCKET_PATH",
                    $"The socket path {path} has {bytes} bytes, and a socket's path may have {SocketFile.LongestPath} at most. Choose a shorter directory with --run or --ganeti-root.");
    }

    /// <summary>Makes it when it is missing: mode 0755, or 0700 for the fallback below /tmp, whose owner is checked.</summary>
    /// <exception cref="DroverException"><c>RUN_DIRECTORY</c>: it cannot be made, or belongs to another user.</exception>
    public static void Make(DaemonSettings settings)
    {
        var path = settings.Directory("run");
        try
        {
            Make(path, settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("RUN_DIRECTORY",
                $"The run directory {path} cannot be used: {e.Message.TrimEnd('.')}. Make it by hand with the daemon's user as its owner, or choose another with --run.", e);
        }
    }

    private static void Make(string path, DaemonSettings settings)
    {
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
