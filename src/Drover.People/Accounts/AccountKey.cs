using System.Security.Cryptography;
using System.Text;

namespace Drover.People.Accounts;

/// <summary>What keeps the secrets of accounts from who has the journal, a backup of it, or the input of a job: passwords are hashed with it, second factors sealed by it. It is in a file of
/// its own, and nowhere else.</summary>
public sealed class AccountKey
{
    private readonly byte[] _forPasswords;
    private readonly SealBox _forSeals;

    private AccountKey(byte[] key)
    {
        _forPasswords = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "password"u8.ToArray());
        _forSeals = new SealBox(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "second factor"u8.ToArray()));
    }

    /// <summary>Reads the key, or draws one where there is none.</summary>
    /// <exception cref="DroverException"><c>ACCOUNT_KEY</c>: the file cannot be read or written, or is none.</exception>
    public static AccountKey Open(string path) =>
        new(KeyFile.Open(path, "ACCOUNT_KEY", "accounts", "Each account then needs a new password and a new second factor."));

    /// <summary>What of a password is hashed: nobody can try passwords on the hash without the key.</summary>
    internal byte[] Pepper(string password) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(_forPasswords, Encoding.UTF8.GetBytes(password))));

    /// <summary>Seals a secret of a user, so that it can be stored.</summary>
    internal string Seal(ReadOnlySpan<byte> secret, string user) => _forSeals.Close(secret, user);

    /// <summary>The secret; null when it was not sealed by this key for this user.</summary>
    internal byte[]? Unseal(string text, string user) => _forSeals.Open(text, user);
}
