using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.Passwords;

namespace Drover.People.SignIn;

/// <summary>Users take another password, by the one that they have: whoever knows it not is held up as at a sign-in.</summary>
/// <param name="kernel">Has the accounts.</param>
/// <param name="check">Who has which password.</param>
/// <param name="hasher">Hashes the new one.</param>
public sealed class PasswordChange(IKernel kernel, SignInCheck check, PasswordHasher hasher)
{
    /// <summary>Changes a password.</summary>
    /// <param name="attempt">Who it is, with the password of before.</param>
    /// <param name="next">The new one.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <returns>As for a sign-in with the new password.</returns>
    /// <exception cref="DroverException"><c>PASSWORD_REFUSED</c>: the new one is none. Others: it cannot be changed now.</exception>
    public async Task<SignInOutcome> ChangeAsync(SignInAttempt attempt, string next, CancellationToken cancellationToken)
    {
        if ((next == attempt.Password ? "The new password is the one of before. Take another one" : hasher.Problem(next)) is { } problem)
            throw new DroverException("PASSWORD_REFUSED", $"{problem}.");
        var outcome = await check.TryAsync(attempt, cancellationToken);
        if (outcome.Principal is null || Find(attempt.User) is not { } account)
            return outcome;
        var hash = await hasher.HashAsync(next, cancellationToken);
        // Begun it is brought to its end: who has gone away meanwhile knows not which of the two holds.
        return await OwnJob.SucceedsAsync(kernel, account, ChangePassword.OpId, json =>
        {
            json.WriteString("password_hash", hash);
            json.WriteNumber("credentials_set", outcome.CredentialsSet.Microseconds);
        }, CancellationToken.None) && Find(attempt.User) is { } changed ? SignInOutcome.Of(changed) : SignInOutcome.Refused(account.Name);
    }

    private Account? Find(string user) => kernel.State.Objects.Find(Account.Kind, user);
}
