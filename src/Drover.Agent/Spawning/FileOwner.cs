using Drover.Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Drover.Agent;

/// <summary>Gives files to users, such as those as whom processes run.</summary>
public static class FileOwner
{
    /// <summary>Gives a file or directory to a user and its main group. It must lie where nobody but the daemon can put something else in its place.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="user">Name or number of the user.</param>
    /// <exception cref="AgentException">There is no such user, or the daemon may not give files away.</exception>
    public static void Set(string path, string user)
    {
        var account = Spawning.Account.Find(user, null)!;
        if (Libc.ChangeOwner(path, account.User, account.Group) != 0)
            throw new AgentException("NOT_GIVEN", $"\"{path}\" cannot be given to user \"{user}\": {Errno.Text(Errno.Last)}.", Errno.Last);
    }

    /// <summary>Gives an open file to a user and a group, whatever has its name meanwhile.</summary>
    /// <param name="file">The file.</param>
    /// <param name="user">Name or number of the user.</param>
    /// <param name="group">Name or number of the group.</param>
    /// <exception cref="AgentException">There is no such user or group, or the daemon may not give files away.</exception>
    public static void Set(SafeFileHandle file, string user, string group)
    {
        var account = Spawning.Account.Find(user, group)!;
        if (Libc.ChangeOwner(file, account.User, account.Group) != 0)
            throw new AgentException("NOT_GIVEN", $"A file cannot be given to user \"{user}\" and group \"{group}\": {Errno.Text(Errno.Last)}.", Errno.Last);
    }
}
