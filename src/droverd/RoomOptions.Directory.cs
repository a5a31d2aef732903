using Drover.Agent.Accounts;
using Drover.Daemon.Settings;
using Drover.Directories.Passwords;
using Drover.Nodes.Accounts;

namespace Drover.Daemon;

/// <content>Users and groups of this machine.</content>
internal static partial class RoomOptions
{
    /// <summary>The accounts of this machine; null when they are not looked after.</summary>
    public static AccountOptions? Accounts(DaemonSettings settings) => settings.Text("accounts") != SettingForm.On ? null : new AccountOptions
    {
        Node = settings.Text("node"),
        Directory = settings.Directory("accounts-directory"),
        GroupsFile = Path.GetFullPath(settings.Text("groups-file")),
        RecordFile = Path.Combine(settings.Directory("state"), "accounts.record"),
        LockTime = settings.Duration("accounts-lock-time"),
        SettleTime = settings.Duration("accounts-settle-time"),
        Homes = settings.Directory("user-homes"),
        Shell = settings.Text("user-shell"),
        Skeleton = settings.Directory("user-skeleton"),
        UsersGroup = settings.Text("users-group"),
        AdminGroup = settings.Text("users-admin-group"),
        MostProblems = settings.Number("accounts-problems"),
        Ranges = new AccountRanges
        {
            Users = IdRange.Parse(settings.Text("user-ids"))!,
            SystemUsers = IdRange.Parse(settings.Text("system-user-ids"))!,
            Groups = IdRange.Parse(settings.Text("group-ids"))!,
            SystemGroups = IdRange.Parse(settings.Text("system-group-ids"))!,
        },
    };

    /// <summary>Seals what jobs carry of passwords of users of machines; null where no accounts are looked after.</summary>
    public static PasswordSeal? UserPasswords(DaemonSettings settings) => settings.Text("accounts") != SettingForm.On ? null
        : new PasswordSeal(KeyFile.Open(Path.Combine(settings.Directory("state"), "directory.key"), "DIRECTORY_KEY", "passwords of users in jobs", "Jobs that wait with a password will fail then."));
}
