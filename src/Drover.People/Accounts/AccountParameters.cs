using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.People.Accounts;

/// <summary>What opcodes of accounts have in common.</summary>
internal static class AccountParameters
{
    private const int LongestHash = 128;
    private const int LongestSecondFactor = 200;
    private const int MostRecoveryCodes = 20;

    public static OpcodeParameter Name { get; } = new("name", ParameterType.Name, default, Required: true);

    public static OpcodeParameter PasswordHash { get; } = OpcodeParameter.Optional("password_hash", ParameterType.String);

    /// <exception cref="OperationException">There is no such account.</exception>
    public static Account Target(OpcodeScope scope) =>
        scope.State.Objects.Find(Account.Kind, scope["name"].Text()!) ?? throw Refusal.Unknown("Account", scope["name"].Text()!);

    /// <exception cref="OperationException">What is given is no hash: a password must not come here.</exception>
    public static void CheckPasswordHash(OpcodeScope scope)
    {
        if (scope["password_hash"].Text() is { Length: > 0 } hash && (hash.Length >= LongestHash || !hash.StartsWith("$argon2id$", StringComparison.Ordinal) || hash.Any(c => c is <= ' ' or > '~')))
            throw Refusal.WrongInput("password_hash must be what /v1/password-hashes answers, or empty to take the password away: 'drover account passwd' asks for it");
    }

    /// <exception cref="OperationException">What is given is no sealed secret, or are no hashes.</exception>
    public static void CheckSecondFactor(OpcodeScope scope)
    {
        if (scope["second_factor"].Text() is { Length: > LongestSecondFactor })
            throw Refusal.WrongInput("second_factor must be what /v1/second-factors answers, or empty to take it away: 'drover account totp' asks for it");
        var codes = scope["recovery_codes"].Texts();
        if (codes.Count > MostRecoveryCodes || codes.Any(code => !SecretHash.IsHash(code)))
            throw Refusal.WrongInput($"recovery_codes must be at most {MostRecoveryCodes} hashes that /v1/second-factors answers");
    }
}
