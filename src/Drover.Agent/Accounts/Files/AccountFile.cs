namespace Drover.Agent.Accounts.Files;

/// <summary>The account files, in the order in which a change gives them their names: who is let in stands in the last.</summary>
internal enum AccountFile
{
    /// <summary>What groups are for: our own file.</summary>
    Descriptions,

    /// <summary>gshadow(5).</summary>
    GroupShadow,

    /// <summary>group(5).</summary>
    Group,

    /// <summary>shadow(5).</summary>
    Shadow,

    /// <summary>passwd(5).</summary>
    Passwd,
}
