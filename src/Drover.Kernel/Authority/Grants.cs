using System.Collections.Immutable;

namespace Drover.Kernel;

/// <summary>All that a caller was allowed by the door that identified it. What is not granted is denied.</summary>
public sealed class Grants : IEquatable<Grants>
{
    private readonly ImmutableArray<Grant> _grants;

    private Grants(ImmutableArray<Grant> grants) => _grants = grants;

    /// <summary>What any of the roles allows.</summary>
    public static Grants Of(params ReadOnlySpan<Role> roles)
    {
        var grants = ImmutableArray.CreateBuilder<Grant>();
        foreach (var role in roles)
            grants.AddRange(role.Grants);
        return new Grants(grants.DrainToImmutable());
    }

    /// <inheritdoc/>
    public bool Equals(Grants? other) => other is not null && _grants.AsSpan().SequenceEqual(other._grants.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Grants);

    /// <inheritdoc/>
    public override int GetHashCode() => _grants.Length;

    internal bool Allow(in Permission wanted, Principal who)
    {
        foreach (var grant in _grants)
            if (grant.Allows(wanted, who))
                return true;
        return false;
    }

    internal bool AllowSome(AccessAction action, string resource)
    {
        foreach (var grant in _grants)
            if (grant.IsAbout(action, resource))
                return true;
        return false;
    }
}
