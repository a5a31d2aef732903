using System.Runtime.InteropServices;
using System.Text;

namespace Drover.Directories.Passwords;

/// <summary>Hashes of passwords as account files have them, by libcrypt of the distribution: crypt(5).</summary>
internal static unsafe partial class Crypt
{
    private const string Library = "libcrypt.so.1";
    private const int SettingBytes = 192, WorkBytes = 32_768;

    // yescrypt where the library has it, else SHA-512.
    private static readonly string[] s_methods = ["$y$", "$6$"];

    /// <summary>Longest password that is taken, in bytes.</summary>
    public const int Longest = 511;

    /// <exception cref="DroverException"><c>PASSWORD_HASH</c>: the library is not there, or has no method that is good enough.</exception>
    public static string Hash(ReadOnlySpan<byte> password)
    {
        try
        {
            foreach (var method in s_methods)
                if (Hash(method, password) is { } hash)
                    return hash;
        }
        catch (DllNotFoundException e)
        {
            throw new DroverException("PASSWORD_HASH", $"Passwords of users need {Library}, which is not there: install libcrypt1.", e);
        }
        throw new DroverException("PASSWORD_HASH", $"{Library} knows neither yescrypt nor SHA-512, so that passwords of users cannot be hashed. Install libcrypt1 of the distribution.");
    }

    private static string? Hash(string method, ReadOnlySpan<byte> password)
    {
        Span<byte> setting = stackalloc byte[SettingBytes];
        byte[] prefix = [.. Encoding.ASCII.GetBytes(method), 0], phrase = [.. password, 0], work = new byte[WorkBytes];
        fixed (byte* prefixStart = prefix, settingStart = setting, phraseStart = phrase, workStart = work)
        {
            try
            {
                // Without random bytes of ours it takes those of the system.
                if (MakeSetting(prefixStart, default, null, 0, settingStart, SettingBytes) is null)
                    return null;
                var hash = Run(phraseStart, settingStart, workStart, WorkBytes);
                return hash is null || *hash == (byte)'*' ? null : Marshal.PtrToStringAnsi((nint)hash);
            }
            finally
            {
                phrase.AsSpan().Clear();
                work.AsSpan().Clear();
            }
        }
    }

    [LibraryImport(Library, EntryPoint = "crypt_gensalt_rn")]
    private static partial byte* MakeSetting(byte* prefix, CULong count, byte* random, int randomBytes, byte* setting, int settingBytes);

    [LibraryImport(Library, EntryPoint = "crypt_rn")]
    private static partial byte* Run(byte* phrase, byte* setting, byte* work, int workBytes);
}
