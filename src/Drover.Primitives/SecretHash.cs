using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Drover;

/// <summary>What is stored of a secret that was drawn at random: its SHA-256 in 64 lower-case hexadecimal digits. A random secret needs no slow hash, since nobody can try all of them.</summary>
public static class SecretHash
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Digits of a hash.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    /// <summary>The hash of a secret.</summary>
    public static string Of(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a text is a hash by its form.</summary>
    public static bool IsHash(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(s_digits);

    /// <summary>Whether a secret has this hash. Takes the same time whatever the answer; a null hash is that of no secret.</summary>
    public static bool Matches(string? hash, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash ?? new string('-', Length)), Encoding.ASCII.GetBytes(Of(secret)));
}
