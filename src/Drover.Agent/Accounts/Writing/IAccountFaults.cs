namespace Drover.Agent.Accounts.Writing;

/// <summary>Told at every step of a change of account files; it may end the process.</summary>
internal interface IAccountFaults
{
    /// <summary>The change has come to this step.</summary>
    void At(AccountStep step);
}

/// <summary>Places in a change of account files where a test may stop the process. Those of one file come once a file.</summary>
internal enum AccountStep
{
    /// <summary>The lock that all tools take is held.</summary>
    Locked,

    /// <summary>The files are locked, each by its own.</summary>
    FilesLocked,

    /// <summary>The new content of one file is beside it, on the disk.</summary>
    Drafted,

    /// <summary>What is to be replaced is on record.</summary>
    Recorded,

    /// <summary>One file has its backup.</summary>
    BackedUp,

    /// <summary>One file has its new content.</summary>
    Replaced,

    /// <summary>The names are on the disk.</summary>
    Synced,
}
