namespace Drover.Nodes.Accounts;

/// <summary>What somebody else has changed: useradd, vipw, passwd, an editor.</summary>
/// <param name="Version">The view that had it first.</param>
/// <param name="What"><c>user</c> or <c>user-group</c>.</param>
/// <param name="Name">Name of the account.</param>
/// <param name="Field">The field that differs, as the table of accounts calls it; null where the account came or went.</param>
/// <param name="Before">What it was; null for an account that came, and of passwords.</param>
/// <param name="After">What it is; null for an account that went, and of passwords.</param>
public sealed record OutsideChange(long Version, string What, string Name, string? Field, string? Before, string? After)
{
    /// <summary><c>added</c>, <c>removed</c> or <c>changed</c>.</summary>
    public string Kind => Field is not null ? "changed" : Before is null ? "added" : "removed";
}
