using System.Security.Cryptography;
using System.Text;

namespace Drover.People.Accounts;

/// <summary>Seals what others keep for the daemon: they can neither read nor change it.</summary>
/// <param name="key">32 bytes.</param>
public sealed class SealBox(byte[] key)
{
    private const int TagBytes = 16, NonceBytes = 12, LongestText = 4_096;

    /// <summary>Seals something for a purpose; it can be opened for no other.</summary>
    public string Close(ReadOnlySpan<byte> content, string purpose)
    {
        var sealed_ = new byte[NonceBytes + content.Length + TagBytes];
        RandomNumberGenerator.Fill(sealed_.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(sealed_.AsSpan(0, NonceBytes), content, sealed_.AsSpan(NonceBytes, content.Length), sealed_.AsSpan(NonceBytes + content.Length), Encoding.UTF8.GetBytes(purpose));
        return Convert.ToBase64String(sealed_);
    }

    /// <summary>What was sealed; null when it was not sealed here for this purpose.</summary>
    public byte[]? Open(string text, string purpose)
    {
        var sealed_ = new byte[Math.Min(text.Length, LongestText)];
        if (!Convert.TryFromBase64String(text, sealed_, out var length) || length <= NonceBytes + TagBytes)
            return null;
        var content = new byte[length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(sealed_.AsSpan(0, NonceBytes), sealed_.AsSpan(NonceBytes, content.Length), sealed_.AsSpan(length - TagBytes, TagBytes), content, Encoding.UTF8.GetBytes(purpose));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
