using System.Security.Cryptography;
using System.Text;
using Drover.Kernel.Operations;

namespace Drover.Directories.Passwords;

/// <summary>
/// Makes of a password what a job may carry: its hash, sealed with a key of the daemon's own. What is journaled of it is worth nothing without that key, which lies beside the journal in a file of its own.
/// </summary>
/// <param name="key">The key, of 32 bytes.</param>
public sealed class PasswordSeal(byte[] key)
{
    /// <summary>How sealed hashes begin: which way they were sealed.</summary>
    private const string Begin = "$sealed1$";

    private const int NonceBytes = 12, TagBytes = 16;

    /// <summary>What is wrong with a password; null when nothing is.</summary>
    public static string? Problem(string password) =>
        password.Length == 0 ? "There is no password" : password.Contains('\0', StringComparison.Ordinal) || password.Contains('\n', StringComparison.Ordinal) ? "A password is one line of text"
        : Encoding.UTF8.GetByteCount(password) > Crypt.Longest ? $"A password has at most {Crypt.Longest} bytes" : null;

    /// <summary>Hashes a password and seals the hash.</summary>
    /// <exception cref="DroverException"><c>PASSWORD_HASH</c>: it cannot be hashed.</exception>
    public string Seal(string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        var hash = Encoding.ASCII.GetBytes(Crypt.Hash(bytes));
        CryptographicOperations.ZeroMemory(bytes);
        var sealedHash = new byte[NonceBytes + TagBytes + hash.Length];
        RandomNumberGenerator.Fill(sealedHash.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(sealedHash.AsSpan(0, NonceBytes), hash, sealedHash.AsSpan(NonceBytes + TagBytes), sealedHash.AsSpan(NonceBytes, TagBytes));
        return Begin + Convert.ToBase64String(sealedHash);
    }

    /// <summary>The hash that an opcode carries; null when it carries none.</summary>
    /// <exception cref="OperationException">It is not what this daemon has sealed.</exception>
    internal static string? Open(PasswordSeal? seal, string? text) =>
        text is null ? null : seal?.Open(text) ?? throw Refusal.WrongInput("password_sealed must be what /v1/user-passwords of this daemon answers: 'drover add user' and 'drover mod user' ask for it");

    private string? Open(string text)
    {
        if (!text.StartsWith(Begin, StringComparison.Ordinal))
            return null;
        var sealedHash = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Begin.Length..], sealedHash, out var length) || length <= NonceBytes + TagBytes)
            return null;
        var hash = new byte[length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(sealedHash.AsSpan(0, NonceBytes), sealedHash.AsSpan(NonceBytes + TagBytes, hash.Length), sealedHash.AsSpan(NonceBytes, TagBytes), hash);
            return Encoding.ASCII.GetString(hash);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
