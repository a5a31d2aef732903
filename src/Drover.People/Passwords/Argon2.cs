using System.Runtime.InteropServices;
using System.Text;

namespace Drover.People.Passwords;

/// <summary>Argon2id (RFC 9106) of libsodium, which the distribution keeps up to date. A hash is a text that names its parameters and its salt.</summary>
internal static unsafe partial class Argon2
{
    private const string Library = "libsodium.so.23";

    /// <summary>crypto_pwhash_STRBYTES: the text with a zero behind it.</summary>
    private const int TextBytes = 128;

    /// <exception cref="DroverException"><c>PASSWORD_HASH</c>: the library is not there, or there is not so much memory.</exception>
    public static string Hash(ReadOnlySpan<byte> secret, ulong rounds, long memory)
    {
        Begin();
        Span<byte> text = stackalloc byte[TextBytes];
        fixed (byte* into = text, of = secret)
        {
            if (HashText(into, of, (ulong)secret.Length, rounds, (nuint)memory) != 0)
                throw new DroverException("PASSWORD_HASH", $"A password cannot be hashed: there are no {memory >> 20} MiB of memory. Try again later, or set 'password-memory' lower.");
        }
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    /// <summary>Whether a secret has a hash. Takes the time of the hash, whatever the answer.</summary>
    public static bool Matches(string hash, ReadOnlySpan<byte> secret)
    {
        Begin();
        Span<byte> text = stackalloc byte[TextBytes];
        text.Clear();
        if (hash.Length >= TextBytes || !Encoding.ASCII.TryGetBytes(hash, text, out _))
            return false;
        fixed (byte* of = text, given = secret)
            return Verify(of, given, (ulong)secret.Length) == 0;
    }

    private static void Begin()
    {
        try
        {
            if (Initialise() < 0)
                throw new DroverException("PASSWORD_HASH", "libsodium could not begin its work, so there are no passwords. Sign in by a link of 'drover web'.");
        }
        catch (DllNotFoundException e)
        {
            throw new DroverException("PASSWORD_HASH", $"Passwords need {Library}, which is not there: install libsodium23. Sign in by a link of 'drover web' until then.", e);
        }
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialise();

    [LibraryImport(Library, EntryPoint = "crypto_pwhash_str")]
    private static partial int HashText(byte* text, byte* secret, ulong length, ulong rounds, nuint memory);

    [LibraryImport(Library, EntryPoint = "crypto_pwhash_str_verify")]
    private static partial int Verify(byte* text, byte* secret, ulong length);
}
