using System.Collections.Immutable;
using Drover.Kernel;
using Drover.People.Roles;

namespace Drover.People.Tokens;

/// <summary>Who has shown a token.</summary>
/// <param name="User">The user.</param>
/// <param name="Groups">The groups that the user is in by that token.</param>
/// <param name="IsSuperuser">Whether the user may operate the lab.</param>
/// <param name="Role">What the user may do outside LAVA's paths.</param>
public sealed record TokenHolder(string User, ImmutableArray<string> Groups, bool IsSuperuser, PersonRole Role = PersonRole.Viewer)
{
    /// <summary>How journal and jobs name the user: <c>user:ada</c>.</summary>
    public Principal Principal => PeopleNames.PrincipalOf(User);
}
