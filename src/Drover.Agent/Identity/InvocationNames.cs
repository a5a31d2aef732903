using System.Security.Cryptography;
using System.Text;

namespace Drover.Agent.Identity;

/// <summary>Makes the names of invocations: which run directory they belong to, then chance. So processes and cgroups without a record are known as ours,
/// where several daemons share a machine.</summary>
internal sealed class InvocationNames(string runDirectory)
{
    private const int ChanceBytes = 12;

    /// <summary>What all names of a run directory begin with.</summary>
    internal string Prefix { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(runDirectory)))).AsSpan(0, 4));

    internal string Next() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ChanceBytes));

    /// <summary>Whether a name was made for this run directory.</summary>
    internal bool AreOurs(string name) =>
        name.Length == Prefix.Length + (2 * ChanceBytes) && name.StartsWith(Prefix, StringComparison.Ordinal) && name.All(char.IsAsciiHexDigitLower);
}
