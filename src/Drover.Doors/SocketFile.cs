using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Doors;

/// <summary>The file of a listening UNIX socket: cleared before, given its mode and owner after it was bound.</summary>
public static partial class SocketFile
{
    /// <summary>Longest path of a socket in bytes, the closing zero left out (<c>unix(7)</c>).</summary>
    public const int LongestPath = 107;

    private const UnixFileMode OpenFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder of a socket when it is missing and removes the file that a daemon left there which is gone.</summary>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c>: somebody listens there. <c>SOCKET_PATH</c>: the path is too long, or not a socket.</exception>
    public static void ClearStale(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
            throw new DroverException("SOCKET_PATH", $"The socket path '{path}' is longer than {LongestPath} bytes; choose a shorter one.");
        MakeFolder(path);
        if (!File.Exists(path))
            return;
        if (File.GetAttributes(path).HasFlag(FileAttributes.Directory) || !IsSocket(path))
            throw new DroverException("SOCKET_PATH", $"'{path}' is in the way of a socket; it is another kind of file. Move it away.");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException error)
        {
            throw new DroverException("SOCKET_PATH", $"The socket '{path}' cannot be probed: {error.Message}. Remove it when no daemon uses it.", error);
        }
        throw new DroverException("SOCKET_IN_USE", $"Another daemon listens on '{path}'. Stop it, or choose another run directory.");
    }

    /// <summary>Sets the mode of a socket, and its owner and group where they are named.</summary>
    /// <exception cref="DroverException"><c>SOCKET_OWNER</c>: there is no such user or group, or the daemon may not give the file away.</exception>
    public static void SetAccess(string path, UnixFileMode mode, string? owner = null, string? group = null)
    {
        if (owner is not null || group is not null)
            GiveTo(path, owner, group);
        File.SetUnixFileMode(path, mode);
    }

    private static void GiveTo(string path, string? owner, string? group)
    {
        var uid = owner is null ? uint.MaxValue : UserDatabase.FindUser(owner)
            ?? throw new DroverException("SOCKET_OWNER", $"There is no user '{owner}' to own the socket '{path}'.");
        var gid = group is null ? uint.MaxValue : UserDatabase.FindGroup(group)
            ?? throw new DroverException("SOCKET_OWNER", $"There is no group '{group}' for the socket '{path}'.");
        if (ChangeOwner(path, uid, gid) != 0)
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new DroverException("SOCKET_OWNER", $"The socket '{path}' cannot be given to {owner ?? "its owner"}:{group ?? "its group"}: {reason}.");
        }
    }

    private static void MakeFolder(string path)
    {
        try
        {
            MakeOpenFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("SOCKET_PATH",
                $"The folder of the socket '{path}' cannot be made: {error.Message.TrimEnd('.')}. Make it by hand, or choose another place for the socket.", error);
        }
    }

    /// <summary>Makes a folder and those above it that are missing, so that everybody gets through whatever the mask of the process says: who may
    /// use a socket is said by the socket's own mode.</summary>
    private static void MakeOpenFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { } above)
            MakeOpenFolder(above);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OpenFolder);
    }

    private static bool IsSocket(string path) => new FileInfo(path) is { LinkTarget: null, Length: 0 };

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint uid, uint gid);
}
