using System.Security.Cryptography;
using System.Text;

namespace Drover.Cli.Submitting;

/// <summary>Secrets of which the daemon gets no more than the hash.</summary>
internal static class Secret
{
    /// <summary>The SHA-256 of a secret in lower-case hexadecimal digits.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
