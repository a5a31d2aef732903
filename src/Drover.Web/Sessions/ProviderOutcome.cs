using Drover.Kernel;
using Drover.People.Roles;

namespace Drover.Web.Sessions;

/// <summary>Who has come back from a provider.</summary>
public sealed record ProviderOutcome
{
    private ProviderOutcome()
    {
    }

    /// <summary>Who it is; null for nobody.</summary>
    public Principal? User { get; private init; }

    /// <summary>The role of that user here.</summary>
    public PersonRole Role { get; private init; }

    /// <summary>Why it is nobody, for the log.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>A user.</summary>
    public static ProviderOutcome Of(Principal user, PersonRole role) => new() { User = user, Role = role };

    /// <summary>Nobody.</summary>
    public static ProviderOutcome Refused(string reason) => new() { Reason = reason };
}
