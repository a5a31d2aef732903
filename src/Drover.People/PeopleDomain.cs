using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.People.Accounts;
using Drover.People.Tokens;

namespace Drover.People;

/// <summary>Who may come in over the network: users, known by their tokens or by a password, each in a role.</summary>
public sealed class PeopleDomain : IDomain
{
    /// <summary>The groups that a user is in by any token.</summary>
    /// <param name="state">What is known now.</param>
    /// <param name="who">The user; users of the machine, who need no token, are in none.</param>
    public static ImmutableArray<string> GroupsOf(KernelState state, Principal who) => who.PersonName is { } name
        ? [.. state.Objects.All(UserToken.Kind).Where(token => token.User == name).SelectMany(token => token.Groups).Distinct(StringComparer.Ordinal)]
        : [];

    /// <summary>Kinds of things that tell of people, which admins alone look into.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = [UserToken.Kind.Name, Account.Kind.Name];

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Object(UserToken.Kind);
        d.Object(Account.Kind);

        d.Operation(new AddToken());
        d.Operation(new RemoveToken());
        d.Operation(new AddAccount());
        d.Operation(new SetAccount());
        d.Operation(new ChangePassword());
        d.Operation(new RemoveAccount());
        d.Operation(new SpendCode());

        d.Resource(TokenResource.Build());
        d.Resource(AccountResource.Build());
    }
}
