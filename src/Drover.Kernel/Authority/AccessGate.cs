namespace Drover.Kernel;

/// <summary>The one place where it is asked whether somebody may do something.</summary>
public static class AccessGate
{
    /// <summary>Whether the caller may do it.</summary>
    public static bool Allows(Caller caller, in Permission wanted) => caller.Grants.Allow(wanted, caller.Principal);

    /// <summary>Whether the caller may do it with some things of the kind, for a door that wants to refuse early. Who may is asked again for the very thing.</summary>
    public static bool AllowsSome(Caller caller, AccessAction action, string resource) => caller.Grants.AllowSome(action, resource);

    /// <summary>Refuses who may not.</summary>
    /// <exception cref="NotAllowedException">The caller may not do it.</exception>
    public static void Require(Caller caller, in Permission wanted)
    {
        if (!Allows(caller, wanted))
            throw new NotAllowedException(caller, wanted);
    }

    /// <summary>Whether the caller may see what is declared so.</summary>
    /// <param name="caller">Who wants to see it.</param>
    /// <param name="visibility">How it is declared.</param>
    /// <param name="resource">The kind of thing that it is a part of.</param>
    /// <param name="key">Which one; null for all.</param>
    /// <param name="owner">To whom that belongs, if to anybody.</param>
    public static bool Sees(Caller caller, Visibility visibility, string resource, string? key = null, Principal? owner = null) => visibility switch
    {
        Visibility.Everyone => Allows(caller, new Permission(AccessAction.View, resource, key, owner)),
        Visibility.Owner => Allows(caller, new Permission(AccessAction.Inspect, resource, key, owner)),
        _ => Allows(caller, new Permission(AccessAction.Inspect, resource, key)),
    };
}
