using Drover.Kernel.State;
using Drover.People.Accounts;
using Drover.People.Roles;

namespace Drover.People.Tokens;

/// <summary>Finds out who shows a token.</summary>
public static class TokenCheck
{
    /// <summary>Longest secret that is looked at, in characters.</summary>
    public const int LongestSecret = 1_024;

    /// <summary>The holder of a secret; null when no token has it.</summary>
    /// <param name="state">What is known now: a token that was removed counts no more from the next request on.</param>
    /// <param name="secret">What somebody shows.</param>
    public static TokenHolder? Holder(KernelState state, string secret)
    {
        if (secret.Length is 0 or > LongestSecret)
            return null;
        // What is looked for is a hash: how long that takes tells nothing of any secret.
        var hash = SecretHash.Of(secret);
        return state.Objects.FindByName(UserToken.Kind, hash) is { } token && SecretHash.Matches(token.Hash, secret)
            ? new TokenHolder(token.User, token.Groups, token.Superuser, RoleOf(state, token))
            : null;
    }

    /// <summary>No token may more than the account of its user, where there is one.</summary>
    private static PersonRole RoleOf(KernelState state, UserToken token) =>
        state.Objects.Find(Account.Kind, token.User) is { } account && account.Role < token.Role ? account.Role : token.Role;
}
