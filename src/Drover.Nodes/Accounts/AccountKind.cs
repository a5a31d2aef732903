namespace Drover.Nodes.Accounts;

/// <summary>What sort of account it is, by its number.</summary>
public enum AccountKind
{
    /// <summary>Of a person, or a group of people.</summary>
    Standard,

    /// <summary>Of a service.</summary>
    System,

    /// <summary>Of the distribution: changed only by who insists.</summary>
    Restricted,
}
