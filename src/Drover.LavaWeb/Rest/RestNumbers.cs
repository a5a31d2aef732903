using System.Text;

namespace Drover.LavaWeb.Rest;

/// <summary>Whole numbers for tags, groups and sets, which LAVA numbers and the lab names: always the same for the same name.</summary>
internal static class RestNumbers
{
    private const uint Offset = 2_166_136_261;
    private const uint Prime = 16_777_619;

    /// <summary>From 1 to 2^31 - 1 (FNV-1a).</summary>
    public static long Of(string name)
    {
        var hash = Offset;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ octet) * Prime);
        return Math.Max(1, hash & int.MaxValue);
    }
}
