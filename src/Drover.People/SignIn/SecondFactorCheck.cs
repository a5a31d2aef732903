using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.SecondFactor;

namespace Drover.People.SignIn;

/// <summary>Checks the second factor of an account. A code is good once: what was used before the start of the daemon is not known any more, so codes of that time are good no more.</summary>
/// <param name="kernel">Where recovery codes are spent.</param>
/// <param name="key">Opens what is sealed.</param>
internal sealed class SecondFactorCheck(IKernel kernel, AccountKey key)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastSteps = new(StringComparer.Ordinal);
    private readonly long _before = Totp.StepOf(kernel.Clock.GetUtcNow()) + Totp.Tolerance;

    /// <summary>Whether a code is right, and was not used before.</summary>
    public async Task<bool> IsRightAsync(Account account, string code, CancellationToken cancellationToken) =>
        Enrolment.IsRecoveryCode(code)
            ? account.RecoveryCodes.Contains(Enrolment.HashOf(code)) && await IsSpentAsync(account, Enrolment.HashOf(code), cancellationToken)
            : key.Unseal(account.SecondFactor!, account.Name) is { } secret && Totp.StepOf(secret, code.Replace(" ", "", StringComparison.Ordinal), kernel.Clock.GetUtcNow()) is { } step && IsNew(account.Name, step);

    private bool IsNew(string user, long step)
    {
        lock (_gate)
        {
            if (step <= _lastSteps.GetValueOrDefault(user, _before))
                return false;
            // Accounts that were removed meanwhile leave their entries, of which no attempt can make one.
            _lastSteps[user] = step;
            return true;
        }
    }

    private Task<bool> IsSpentAsync(Account account, string hash, CancellationToken cancellationToken) =>
        OwnJob.SucceedsAsync(kernel, account, SpendCode.OpId, json => json.WriteString("code", hash), cancellationToken);
}
