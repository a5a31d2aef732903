namespace Drover.Doors;

/// <summary>Who may use a socket, as the file says.</summary>
/// <param name="Mode">Permissions of the file.</param>
/// <param name="Owner">Name of its owner; null for the daemon's user.</param>
/// <param name="Group">Name of its group; null for the daemon's group.</param>
public sealed record SocketAccess(UnixFileMode Mode, string? Owner = null, string? Group = null)
{
    /// <summary>Only the daemon's own user.</summary>
    public static SocketAccess OwnUser { get; } = new(UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
