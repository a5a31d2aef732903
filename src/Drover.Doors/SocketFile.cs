using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Doors;

/// <summary>The file of a listening UNIX socket: cleared before, given its mode and owner after it was bound.</summary>
public static partial class SocketFile
{
    /// <summary>Longest path of a socket in bytes, the closing zero left out (<c>unix(7)</c>).</summary>
    public const int LongestPath = 107;

    private const int FreshNameLength = 8;
    private const int FileExists = 17;

    private const UnixFileMode OpenFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The address of a socket.</summary>
    /// <exception cref="DroverException"><c>SOCKET_PATH</c>: the path is too long.</exception>
    public static UnixDomainSocketEndPoint Address(string path)
    {
        CheckLength(path);
        return new UnixDomainSocketEndPoint(path);
    }

    /// <summary>Makes the folder of a socket when it is missing and removes the file that a daemon left there which is gone.</summary>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c>: somebody listens there. <c>SOCKET_PATH</c>: the path is too long, or not a socket.</exception>
    public static void ClearStale(string path)
    {
        CheckLength(path);
        if (System.Text.Encoding.UTF8.GetByteCount(FreshName(path)) > LongestPath)
            throw new DroverException("SOCKET_PATH",
                $"The folder of the socket '{path}' is longer than {LongestPath - FreshNameLength - 1} bytes, and a name of {FreshNameLength} bytes must fit behind it; choose a shorter one.");
        MakeFolder(path);
        if (!File.Exists(path))
            return;
        if (File.GetAttributes(path).HasFlag(FileAttributes.Directory) || !IsSocket(path))
            throw new DroverException("SOCKET_PATH", $"'{path}' is in the way of a socket; it is another kind of file. Move it away.");
        var found = FileIdentity.Of(path);
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            if (found is { } dead)
                Remove(path, dead);
            return;
        }
        catch (SocketException error) when (error.SocketErrorCode != SocketError.WouldBlock)
        {
            throw new DroverException("SOCKET_PATH", $"The socket '{path}' cannot be probed: {error.Message}. Remove it when no daemon uses it.", error);
        }
        catch (SocketException)
        {
            // It is alive: so many wait there that it takes no more.
        }
        throw InUse(path);
    }

    /// <summary>Removes a file while it still is the one that is meant.</summary>
    internal static void Remove(string path, FileIdentity file)
    {
        try
        {
            if (FileIdentity.Of(path) == file)
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed is cleared as stale by the next daemon.
        }
    }

    /// <summary>A name beside a path that no other file has, for a socket that is not ready yet.</summary>
    internal static string FreshName(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "." + Path.GetRandomFileName()[..(FreshNameLength - 1)]);

    /// <summary>Gives a socket that listens its name, unless somebody has taken that.</summary>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c>: the name is taken. <c>SOCKET_PATH</c>: it cannot be given.</exception>
    internal static void Place(string fresh, string path)
    {
        // Not by a rename, which would replace the socket of a daemon that has come in between.
        var error = Link(fresh, path) == 0 ? 0 : Marshal.GetLastPInvokeError();
        File.Delete(fresh);
        if (error == FileExists)
            throw InUse(path);
        if (error != 0)
            throw new DroverException("SOCKET_PATH", $"The socket '{path}' cannot be made: {new Win32Exception(error).Message}. Choose another place for it.");
    }

    private static DroverException InUse(string path) =>
        new("SOCKET_IN_USE", $"Another daemon listens on '{path}'. Stop it, or choose another run directory.");

    /// <summary>Sets the mode of a socket, and its owner and group where they are named.</summary>
    /// <exception cref="DroverException"><c>SOCKET_OWNER</c>: there is no such user or group, or the daemon may not give the file away, or it is another user's.</exception>
    public static void SetAccess(string path, SocketAccess access)
    {
        if (access.Owner is not null || access.Group is not null)
            GiveTo(path, access.Owner, access.Group);
        try
        {
            File.SetUnixFileMode(path, access.Mode);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new DroverException("SOCKET_OWNER",
                $"The mode of the socket '{path}' cannot be set, as its file is another user's. Let it be made for the daemon's user: SocketUser= in the unit of systemd (drover.socket).", error);
        }
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

    private static void CheckLength(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
            throw new DroverException("SOCKET_PATH", $"The socket path '{path}' is longer than {LongestPath} bytes; choose a shorter one.");
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

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint uid, uint gid);
}
