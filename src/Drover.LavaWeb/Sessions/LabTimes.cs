using System.Globalization;

namespace Drover.LavaWeb.Sessions;

/// <summary>Times as LAVA's clients read them.</summary>
internal static class LabTimes
{
    /// <summary><c>2023-04-05T06:07:08.123456Z</c>, as REST has it.</summary>
    public static string Iso(Timestamp moment) => moment.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2023-04-05 06:07:08.123456+00:00</c>, as Python prints it.</summary>
    public static string Python(Timestamp moment) => moment.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>The same, or <c>None</c>.</summary>
    public static string Python(Timestamp? moment) => moment is { } known ? Python(known) : "None";
}
