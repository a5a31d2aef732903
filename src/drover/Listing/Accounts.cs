using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Drover.Cli.Terminal;

namespace Drover.Cli.Listing;

/// <summary>Who is meant by a principal, in the words of this machine: <c>uid:0</c> is root.</summary>
internal static class Accounts
{
    private static readonly ConcurrentDictionary<uint, string?> s_names = new();

    /// <summary>The principal of who runs this program.</summary>
    public static string Own => string.Create(CultureInfo.InvariantCulture, $"uid:{Libc.EffectiveUser()}");

    /// <summary>The name of its account; the principal itself where it has none here.</summary>
    public static string Name(string principal) =>
        principal.StartsWith("uid:", StringComparison.Ordinal) && uint.TryParse(principal.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            && s_names.GetOrAdd(uid, NameOf) is { } name ? name : principal;

    /// <summary>The name is the first member of getpwuid(3)'s record.</summary>
    private static string? NameOf(uint uid) => Libc.Account(uid) is var record && record != 0 ? Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(record)) : null;
}
