using Drover.Kernel;
using Drover.People.Roles;

namespace Drover.Web.Sessions;

/// <summary>Somebody who has signed in with a browser.</summary>
/// <param name="User">Who it is.</param>
/// <param name="From">The address that they came from.</param>
/// <param name="Began">When.</param>
/// <param name="Ends">When it ends, whether it is used or not.</param>
public sealed record WebSession(Principal User, string From, DateTimeOffset Began, DateTimeOffset Ends)
{
    /// <summary>A user of this machine, with what they might do when they asked for the link; null for others.</summary>
    public Caller? Local { get; init; }

    /// <summary>The account; null for others.</summary>
    public string? Account { get; init; }

    /// <summary>The role of somebody whom a provider knows; null for others.</summary>
    public PersonRole? Role { get; init; }

    /// <summary>When password or second factor of the account were set before it: other ones end the session.</summary>
    public Timestamp CredentialsSet { get; init; }
}
