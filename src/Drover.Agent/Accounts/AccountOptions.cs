using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts;

/// <summary>Where the accounts of this machine are, and how they are looked after.</summary>
public sealed record AccountOptions
{
    /// <summary>Name of the machine.</summary>
    public required string Node { get; init; }

    /// <summary>Folder of passwd, shadow, group and gshadow; default <c>/etc</c>.</summary>
    public string Directory { get; init; } = "/etc";

    /// <summary>File of what groups are for: <c>NAME:DESCRIPTION:SKELETON</c>; default <c>/etc/drover/groups</c>.</summary>
    public string GroupsFile { get; init; } = "/etc/drover/groups";

    /// <summary>File that says which files a change that is being written replaces, for a start after a crash.</summary>
    public required string RecordFile { get; init; }

    /// <summary>How long other programs are waited for that have locked the files; default 15 seconds.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the files must be left alone before they are read again; default 0.25 seconds.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Which numbers are of which kind.</summary>
    public AccountRanges Ranges { get; init; } = new();

    /// <summary>Folder of the homes of people; default <c>/home/users</c>.</summary>
    public string Homes { get; init; } = "/home/users";

    /// <summary>Login shell where none is named; default <c>/bin/bash</c>.</summary>
    public string Shell { get; init; } = "/bin/bash";

    /// <summary>Skeleton of homes where none is named; default <c>/etc/skel</c>.</summary>
    public string Skeleton { get; init; } = "/etc/skel";

    /// <summary>Group that all people are in; default <c>users</c>.</summary>
    public string UsersGroup { get; init; } = "users";

    /// <summary>Group whose members are not removed unless that is meant; default <c>admins</c>.</summary>
    public string AdminGroup { get; init; } = "admins";

    /// <summary>How many problems of the files are told; default 1,000.</summary>
    public int MostProblems { get; init; } = 1000;

    /// <summary>How many changes that others made are kept to be told; default 1,000.</summary>
    public int OutsideKept { get; init; } = 1000;
}
