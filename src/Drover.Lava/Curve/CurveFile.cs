using System.Text;

namespace Drover.Lava.Curve;

/// <summary>
/// Certificate files in the form of pyzmq, which is what LAVA's sites have: comments, a section <c>metadata</c>, a section <c>curve</c> with the keys in
/// quotes. <c>NAME.key</c> holds a public key, <c>NAME.key_secret</c> both.
/// </summary>
public static class CurveFile
{
    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 40;

    /// <summary>Ends of the names of files, with the dot.</summary>
    public const string PublicEnd = ".key", SecretEnd = ".key_secret";

    // A certificate has some 400 bytes; a log file that lies there by mistake is not read.
    private const int Longest = 64 << 10;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Reads a certificate.</summary>
    /// <exception cref="DroverException"><c>LAVA_CERTIFICATE</c>: the file cannot be read, or is no certificate; the text names the file and the line.</exception>
    public static CurveCertificate Read(string path)
    {
        string? publicKey = null, secretKey = null;
        var number = 0;
        foreach (var raw in Lines(path))
        {
            number++;
            var line = raw.Trim();
            // A key may hold '#' and '=', so only a whole line is a comment, and the value is what stands in the quotes.
            if (line.StartsWith('#') || line.IndexOf('=') is var equals && equals < 0)
                continue;
            switch (line[..equals].TrimEnd())
            {
                case "public-key":
                    publicKey = Key(path, number, line[(equals + 1)..].Trim());
                    break;
                case "secret-key":
                    secretKey = Key(path, number, line[(equals + 1)..].Trim());
                    break;
            }
        }
        if (publicKey is null)
            throw Refused($"{path} has no line 'public-key = \"...\"': it is no certificate");
        return new CurveCertificate(publicKey, secretKey);
    }

    /// <summary>Writes <c>NAME.key</c>, for peers, and <c>NAME.key_secret</c>, which only its owner can read. Files that are there are never replaced.</summary>
    /// <param name="directory">Where; it must be there.</param>
    /// <param name="name">Name without an end.</param>
    /// <param name="certificate">With both halves.</param>
    /// <exception cref="DroverException"><c>LAVA_CERTIFICATE</c>: a file is there already or cannot be written.</exception>
    public static void WritePair(string directory, string name, CurveCertificate certificate)
    {
        if (certificate.SecretKey is null)
            throw new ArgumentException("There is no secret key to be written.", nameof(certificate));
        var comment = $"# CURVE certificate of {name}.";
        Write(Path.Combine(directory, name + SecretEnd), $"{comment} SECRET: it stays on this machine, for its owner alone.", certificate, OwnerOnly);
        WritePublic(directory, name, certificate);
    }

    /// <summary>Writes <c>NAME.key</c>, for peers.</summary>
    /// <exception cref="DroverException"><c>LAVA_CERTIFICATE</c>: the file is there already or cannot be written.</exception>
    public static void WritePublic(string directory, string name, CurveCertificate certificate) => Write(Path.Combine(directory, name + PublicEnd),
        $"# CURVE certificate of {name}. Public: give it to its peers.", certificate with { SecretKey = null }, ForAll);

    private static string[] Lines(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Longest)
                throw Refused($"{path} is longer than {Longest} bytes: it is no certificate");
            return File.ReadAllLines(path, Encoding.UTF8);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("LAVA_CERTIFICATE", $"{path} cannot be read: {problem.Message}", problem);
        }
    }

    private static string Key(string path, int number, string value)
    {
        var key = value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
        return key.Length == KeyLength && Z85.TryDecode(key, out _) ? key : throw Refused($"{path}, line {number}: a key is {KeyLength} characters of Z85 in quotes");
    }

    private static void Write(string path, string comment, CurveCertificate certificate, UnixFileMode mode)
    {
        var text = new StringBuilder(comment).Append("\n\nmetadata\ncurve\n    public-key = \"").Append(certificate.PublicKey).Append("\"\n");
        if (certificate.SecretKey is { } secret)
            text.Append("    secret-key = \"").Append(secret).Append("\"\n");
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            file.Flush(flushToDisk: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("LAVA_CERTIFICATE", $"{path} cannot be written: {problem.Message}", problem);
        }
    }

    private static DroverException Refused(string text) => new("LAVA_CERTIFICATE", text + ".");
}
