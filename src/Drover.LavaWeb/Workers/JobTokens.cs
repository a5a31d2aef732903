using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Drover.LavaWeb.Workers;

/// <summary>Tokens by which a worker speaks for one test job. They are made of a key of this daemon and the id of the job, so that nothing of them is stored, and a job that goes on while
/// the daemon is away keeps its own.</summary>
internal sealed class JobTokens
{
    private const int Characters = 32;

    private readonly byte[] _key;

    private JobTokens(byte[] key) => _key = key;

    /// <summary>Reads the key, or draws one where there is none.</summary>
    /// <exception cref="DroverException"><c>LAVA_JOB_KEY</c>: the file cannot be read or written, or is none.</exception>
    public static JobTokens Open(string path) => new(KeyFile.Open(path, "LAVA_JOB_KEY", "test jobs", "The workers of jobs that run now cannot report any more."));

    /// <summary>The token of a test job.</summary>
    public string Of(long job) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"test-job {job}"))))[..Characters];

    /// <summary>Whether a token is that of a test job. Takes the same time whatever the answer.</summary>
    public bool IsTokenOf(long job, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.ASCII.GetBytes(Of(job)));
}
