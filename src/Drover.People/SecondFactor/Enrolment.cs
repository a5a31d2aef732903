using System.Security.Cryptography;
using Drover.People.Accounts;

namespace Drover.People.SecondFactor;

/// <summary>A second factor that was drawn for a user. What is secret of it is told once; what is stored tells nothing without the daemon's key.</summary>
/// <param name="Sealed">The secret, sealed, as OP_ACCOUNT_SET takes it.</param>
/// <param name="Address">What an authenticator reads.</param>
/// <param name="RecoveryCodes">Codes that are good once in its place.</param>
public sealed record Enrolment(string Sealed, string Address, IReadOnlyList<string> RecoveryCodes)
{
    private const int Codes = 10, CodeBytes = 10;

    /// <summary>Draws one.</summary>
    public static Enrolment Draw(AccountKey key, string issuer, string user)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        return new Enrolment(key.Seal(secret, user), Totp.UriOf(secret, issuer, user),
            [.. Enumerable.Range(0, Codes).Select(_ => Base32.Of(RandomNumberGenerator.GetBytes(CodeBytes)).ToLowerInvariant())]);
    }

    /// <summary>What is stored of a recovery code, however it was typed.</summary>
    public static string HashOf(string recoveryCode) => SecretHash.Of(Plain(recoveryCode));

    /// <summary>Whether a text may be a recovery code; else it is one of the authenticator.</summary>
    internal static bool IsRecoveryCode(string text) => Plain(text).Length == CodeBytes * 8 / 5;

    private static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
