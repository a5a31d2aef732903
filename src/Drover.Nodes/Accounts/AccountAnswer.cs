using System.Collections.Immutable;

namespace Drover.Nodes.Accounts;

/// <summary>What a machine says to changes of its accounts.</summary>
/// <param name="Lines">What was changed or would be, a line each, and what there was to say; hashes of passwords are not shown.</param>
/// <param name="Refusal">Why nothing was changed; null when all is as wanted.</param>
public sealed record AccountAnswer(ImmutableArray<string> Lines, AccountRefusal? Refusal);

/// <summary>Why changes of accounts are not made.</summary>
/// <param name="Kind">The sort of reason.</param>
/// <param name="Text">The reason, and what to do.</param>
public sealed record AccountRefusal(AccountRefusalKind Kind, string Text);

/// <summary>Sorts of reasons.</summary>
public enum AccountRefusalKind
{
    /// <summary>A name, number or text is not one that is taken.</summary>
    WrongInput,

    /// <summary>There is no such user or group.</summary>
    Unknown,

    /// <summary>Name or number are taken.</summary>
    Exists,

    /// <summary>It is kept from what is not meant; who insists says so.</summary>
    Kept,

    /// <summary>The files are not such that it can be done.</summary>
    WrongState,

    /// <summary>Another program has locked the files.</summary>
    Busy,

    /// <summary>The files cannot be read or written.</summary>
    Failed,

    /// <summary>A later master has given orders.</summary>
    StaleTerm,
}
