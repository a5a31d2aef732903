namespace Drover.Kernel;

/// <summary>Something that a role is allowed.</summary>
/// <param name="Action">The action; null for every one.</param>
/// <param name="Resource">The kind of thing; null for every one.</param>
/// <param name="OnlyOwn">Whether it holds only for what belongs to the caller.</param>
/// <param name="Key">Which one of that kind; null for every one.</param>
public sealed record Grant(AccessAction? Action, string? Resource, bool OnlyOwn = false, string? Key = null)
{
    /// <summary>Whether this allows it to <paramref name="who"/>.</summary>
    internal bool Allows(in Permission wanted, Principal who) =>
        IsAbout(wanted.Action, wanted.Resource) && (!OnlyOwn || wanted.Owner == who) && (Key is null || Key == wanted.Key);

    /// <summary>Whether this allows it for some things of the kind at least.</summary>
    internal bool IsAbout(AccessAction action, string resource) =>
        (Action is null || Action == action) && (Resource is null || Resource == resource);
}
