using System.Security.Cryptography;

namespace Drover;

/// <summary>A key of the daemon's own in a file that its user alone reads: 32 bytes, drawn where there is none.</summary>
public static class KeyFile
{
    private const int KeyBytes = 32;

    /// <summary>Reads the key, or draws it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="code">Code of the error.</param>
    /// <param name="what">What it is the key of, in the plural.</param>
    /// <param name="loss">What comes of its removal, as a sentence.</param>
    /// <exception cref="DroverException">The file cannot be read or written, or is none.</exception>
    public static byte[] Open(string path, string code, string what, string loss)
    {
        try
        {
            if (!File.Exists(path))
                WholeFile.Replace(path, RandomNumberGenerator.GetBytes(KeyBytes), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var key = File.ReadAllBytes(path);
            return key.Length == KeyBytes
                ? key
                : throw new DroverException(code, $"'{path}' has {key.Length} bytes and is no key of {what}. Remove it: a new one is drawn. {loss}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DroverException(code, $"The key of {what} '{path}' cannot be had: {e.Message.TrimEnd('.')}. Give the daemon's user its directory.", e);
        }
    }
}
