using Drover.Kernel.Domains;
using Drover.People.Tokens;

namespace Drover.People;

/// <summary>Who may come in over the network: users, known by their tokens.</summary>
public sealed class PeopleDomain : IDomain
{
    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(UserToken.Kind);

        d.Operation(new AddToken());
        d.Operation(new RemoveToken());

        d.Resource(TokenResource.Build());
    }
}
