using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.Passwords;

namespace Drover.People.SignIn;

/// <summary>Finds out whether somebody is who they say: by a password, and by a second factor where the account has one. Whoever is refused learns nothing: neither whether the user is
/// there, nor which of the two was wrong.</summary>
/// <param name="kernel">Has the accounts.</param>
/// <param name="key">Opens what is sealed.</param>
/// <param name="hasher">Hashes passwords.</param>
/// <param name="options">How often one may try.</param>
public sealed class SignInCheck(IKernel kernel, AccountKey key, PasswordHasher hasher, SignInOptions options)
{
    private readonly SignInThrottle _throttle = new(options, kernel.Clock);
    private readonly SecondFactorCheck _second = new(kernel, key);

    /// <summary>Looks at an attempt.</summary>
    /// <exception cref="DroverException"><c>PASSWORDS_BUSY</c>, <c>PASSWORD_HASH</c>: it cannot be looked at now.</exception>
    public async Task<SignInOutcome> TryAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var account = Find(attempt.User);
        if (_throttle.Begin(attempt.User, attempt.Address) is { } wait)
            return SignInOutcome.After(wait, account?.Name);
        try
        {
            return await IsRightAsync(account, attempt, cancellationToken) ? SignedIn(account!, attempt) : SignInOutcome.Refused(account?.Name);
        }
        catch (DroverException)
        {
            // It was not looked at.
            _throttle.Withdrawn(attempt.User, attempt.Address);
            throw;
        }
    }

    private async Task<bool> IsRightAsync(Account? account, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        if (!await hasher.MatchesAsync(account?.PasswordHash, attempt.Password, cancellationToken) || account is null)
            return false;
        if (account.SecondFactor is not null && !await _second.IsRightAsync(account, attempt.Code, cancellationToken))
            return false;
        // Hashing takes a while, in which an admin may have changed or removed it.
        return Find(attempt.User)?.CredentialsSet == account.CredentialsSet;
    }

    private SignInOutcome SignedIn(Account account, SignInAttempt attempt)
    {
        _throttle.Succeeded(attempt.User, attempt.Address);
        return SignInOutcome.Of(account);
    }

    private Account? Find(string user) => kernel.State.Objects.Find(Account.Kind, user);
}
