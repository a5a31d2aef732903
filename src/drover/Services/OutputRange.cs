using System.Globalization;

namespace Drover.Cli.Services;

/// <summary>The part of the captured output that is asked for.</summary>
/// <param name="Lines">How many last lines; null when the beginning is found otherwise.</param>
/// <param name="Bytes">How many last bytes.</param>
/// <param name="Since">When it came at the earliest.</param>
/// <param name="Timestamps">Whether each line is printed with its time.</param>
internal sealed record OutputRange(long? Lines, long? Bytes, DateTimeOffset? Since, bool Timestamps)
{
    private const int UsualBytes = 64 * 1024;

    /// <summary>The parameters of the request.</summary>
    /// <param name="offset">Where an earlier answer ended; null for the first.</param>
    public string Query(string? offset)
    {
        var begin = offset is not null ? $"offset={offset}"
            : Lines is { } lines ? string.Create(CultureInfo.InvariantCulture, $"tail={lines}")
            : Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"since={Math.Max(0, since.ToUnixTimeMilliseconds()) / 1000.0}")
            : string.Create(CultureInfo.InvariantCulture, $"tail_bytes={Bytes ?? UsualBytes}");
        return $"?{begin}{(Timestamps ? "&timestamps=yes" : "")}";
    }
}
