namespace Drover.Nodes.Shares;

/// <summary>Why an entry was left as it is.</summary>
public enum ShareProblemKind
{
    /// <summary>The system refused it.</summary>
    Refused,

    /// <summary>It is a file with several names, and one of them may lie outside of the tree.</summary>
    SeveralNames,

    /// <summary>Another file system is mounted there.</summary>
    OtherFileSystem,

    /// <summary>It lies too deep in the tree.</summary>
    TooDeep,

    /// <summary>Its file system has no ACLs.</summary>
    NoAcls,

    /// <summary>It was put right again and again, and something changes it back.</summary>
    Contested,
}

/// <summary>An entry that was left as it is.</summary>
/// <param name="Path">The entry, as in <see cref="ShareDifference"/>.</param>
/// <param name="Kind">Why.</param>
/// <param name="Detail">More about it.</param>
public sealed record ShareProblem(string Path, ShareProblemKind Kind, string Detail);
